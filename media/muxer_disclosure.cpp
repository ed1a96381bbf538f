#include "media/muxer.hpp"
#include "media/muxer_parts.hpp"

namespace troupe {

namespace {

/// The uuid that Adobe gave to XMP in ISO media files.
constexpr std::string_view xmp_uuid =
  "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";

constexpr std::string_view xmp_before =
  "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
  " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
  "  <rdf:Description rdf:about=\"\"\n"
  "    xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"\n"
  "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
  "    xmp:CreatorTool=\"Troupe\"\n"
  "    Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/"
  "digitalsourcetype/";

constexpr std::string_view xmp_after = "\"/>\n"
                                       " </rdf:RDF>\n"
                                       "</x:xmpmeta>\n"
                                       "<?xpacket end=\"r\"?>";

} // namespace

std::string_view ai_comment() {
  return "Made with AI: script, synthetic voice and pictures by Troupe.";
}

std::string ai_disclosure_box() {
  std::string box(4, '\0');
  box += "uuid";
  box += xmp_uuid;
  box += xmp_before;
  box += digital_source_type;
  box += xmp_after;
  auto size = box.size();
  for (size_t i = 0; i < 4; ++i)
    box[i] = static_cast<char>((size >> (24 - 8 * i)) & 0xFF);
  return box;
}

} // namespace troupe
