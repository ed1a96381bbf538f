#include "media/picture_file.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include <cairo.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace troupe::media {

namespace {

constexpr uint32_t max_side = 8192;

struct context_deleter {
  void operator()(AVCodecContext* x) const { avcodec_free_context(&x); }
};
struct frame_deleter {
  void operator()(AVFrame* x) const { av_frame_free(&x); }
};
struct packet_deleter {
  void operator()(AVPacket* x) const { av_packet_free(&x); }
};
struct scaler_deleter {
  void operator()(SwsContext* x) const { sws_freeContext(x); }
};
struct surface_deleter {
  void operator()(cairo_surface_t* x) const { cairo_surface_destroy(x); }
};
struct file_closer {
  void operator()(FILE* x) const { std::fclose(x); }
};
using context_ptr = std::unique_ptr<AVCodecContext, context_deleter>;
using frame_ptr = std::unique_ptr<AVFrame, frame_deleter>;
using packet_ptr = std::unique_ptr<AVPacket, packet_deleter>;
using scaler_ptr = std::unique_ptr<SwsContext, scaler_deleter>;
using surface_ptr = std::unique_ptr<cairo_surface_t, surface_deleter>;
using file_ptr = std::unique_ptr<FILE, file_closer>;

error failed(std::string_view what) {
  return make_error(ec::media_failed, "picture: " + std::string{what});
}

result<void> check(const bgra_view& x) {
  if (x.data == nullptr || x.width < 2 || x.height < 2 || x.width > max_side
      || x.height > max_side || x.stride < size_t{x.width} * 4)
    return make_error(ec::invalid_argument,
                      "picture: width and height must be 2.."
                        + std::to_string(max_side));
  return {};
}

cairo_status_t append(void* out, const unsigned char* data, unsigned length) {
  auto bytes = reinterpret_cast<const std::byte*>(data);
  auto& to = *static_cast<std::vector<std::byte>*>(out);
  to.insert(to.end(), bytes, bytes + length);
  return CAIRO_STATUS_SUCCESS;
}

/// mjpeg's quantiser for the 1..100 that people know.
int quantiser(int quality) {
  return 1 + (100 - std::clamp(quality, 1, 100)) * 30 / 99;
}

result<context_ptr> open_jpeg(const bgra_view& picture, int quality) {
  auto codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
  context_ptr context{codec ? avcodec_alloc_context3(codec) : nullptr};
  if (!context)
    return failed("FFmpeg has no JPEG encoder");
  context->width = static_cast<int>(picture.width);
  context->height = static_cast<int>(picture.height);
  context->pix_fmt = AV_PIX_FMT_YUVJ420P;
  context->color_range = AVCOL_RANGE_JPEG;
  context->time_base = {1, 25};
  context->thread_count = 1;
  context->qmin = context->qmax = quantiser(quality);
  context->global_quality = FF_QP2LAMBDA * context->qmin;
  context->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT;
  if (avcodec_open2(context.get(), codec, nullptr) < 0)
    return failed("the JPEG encoder refuses this size");
  return context;
}

/// JPEG's own colours: BT.601, full range.
result<frame_ptr> to_jpeg_frame(const bgra_view& picture) {
  auto width = static_cast<int>(picture.width);
  auto height = static_cast<int>(picture.height);
  frame_ptr frame{av_frame_alloc()};
  if (!frame)
    return failed("out of memory");
  frame->format = AV_PIX_FMT_YUVJ420P;
  frame->width = width;
  frame->height = height;
  frame->color_range = AVCOL_RANGE_JPEG;
  if (av_frame_get_buffer(frame.get(), 0) < 0)
    return failed("out of memory");
  scaler_ptr scaler{sws_getContext(
    width, height, AV_PIX_FMT_BGRA, width, height, AV_PIX_FMT_YUV420P,
    SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INP,
    nullptr, nullptr, nullptr)};
  if (!scaler)
    return failed("can't convert to JPEG's colours");
  auto bt601 = sws_getCoefficients(SWS_CS_ITU601);
  constexpr int full_range = 1, one = 1 << 16;
  sws_setColorspaceDetails(scaler.get(), bt601, full_range, bt601, full_range,
                           0, one, one);
  const uint8_t* planes[] = {picture.data};
  const int strides[] = {static_cast<int>(picture.stride)};
  sws_scale(scaler.get(), planes, strides, 0, height, frame->data,
            frame->linesize);
  return frame;
}

error file_error(std::string_view what, const std::filesystem::path& path) {
  auto number = errno;
  auto code = number == ENOSPC ? ec::no_space : ec::io_failed;
  return make_error(code, std::string{what} + ' ' + path.filename().string()
                            + ": " + std::strerror(number));
}

result<void> write_file(const std::filesystem::path& path,
                        const std::vector<std::byte>& bytes) {
  auto beside = path;
  beside += ".part";
  file_ptr file{std::fopen(beside.c_str(), "wb")};
  if (!file)
    return file_error("can't write", path);
  auto written = std::fwrite(bytes.data(), 1, bytes.size(), file.get());
  auto closed = std::fclose(file.release());
  if (written != bytes.size() || closed != 0
      || std::rename(beside.c_str(), path.c_str()) != 0) {
    auto problem = file_error("can't write", path);
    std::remove(beside.c_str());
    return problem;
  }
  return {};
}

} // namespace

result<std::vector<std::byte>> encode_png(const bgra_view& picture) {
  if (auto ok = check(picture); !ok)
    return ok.error();
  // Cairo wants to be able to write; writing a PNG only reads.
  surface_ptr surface{cairo_image_surface_create_for_data(
    const_cast<unsigned char*>(picture.data), CAIRO_FORMAT_RGB24,
    static_cast<int>(picture.width), static_cast<int>(picture.height),
    static_cast<int>(picture.stride))};
  std::vector<std::byte> out;
  auto status = cairo_surface_write_to_png_stream(surface.get(), append, &out);
  if (status != CAIRO_STATUS_SUCCESS)
    return failed(cairo_status_to_string(status));
  return out;
}

result<std::vector<std::byte>> encode_jpeg(const bgra_view& picture,
                                           int quality) {
  if (auto ok = check(picture); !ok)
    return ok.error();
  auto context = open_jpeg(picture, quality);
  if (!context)
    return context.error();
  auto frame = to_jpeg_frame(picture);
  if (!frame)
    return frame.error();
  (*frame)->quality = (*context)->global_quality;
  packet_ptr packet{av_packet_alloc()};
  if (!packet || avcodec_send_frame(context->get(), frame->get()) < 0
      || avcodec_receive_packet(context->get(), packet.get()) < 0)
    return failed("the JPEG encoder failed");
  auto first = reinterpret_cast<const std::byte*>(packet->data);
  return std::vector<std::byte>(first, first + packet->size);
}

result<void> write_png(const std::filesystem::path& path,
                       const bgra_view& picture) {
  auto bytes = encode_png(picture);
  if (!bytes)
    return bytes.error();
  return write_file(path, *bytes);
}

result<void> write_jpeg(const std::filesystem::path& path,
                        const bgra_view& picture, int quality) {
  auto bytes = encode_jpeg(picture, quality);
  if (!bytes)
    return bytes.error();
  return write_file(path, *bytes);
}

} // namespace troupe::media
