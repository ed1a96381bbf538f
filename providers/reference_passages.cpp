#include "providers/reference_passages.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_formula.hpp"

#include <algorithm>

namespace troupe {

namespace {

using namespace writing;

bool is_blank(std::string_view line) {
  return std::ranges::all_of(line, is_space);
}

/// "# Heading", or a short line without an end between blank lines (as PDF
/// and plain text have them).
bool is_heading(std::string_view line, bool after_blank, bool before_blank) {
  if (line.starts_with('#'))
    return true;
  auto words = word_count(line);
  auto ends = line.find_last_not_of(" \t\r");
  return after_blank && before_blank && words >= 1 && words <= 8
         && ends != std::string_view::npos
         && std::string_view{".,;:!?"}.find(line[ends]) == line.npos
         && line.front() != '-' && line.front() != '*' && line.front() != '|'
         && !is_digit(line.front()) && find_formula(line).formula.empty();
}

class cutter {
public:
  explicit cutter(size_t most) : most_(most) {}

  void heading(std::string_view line) {
    flush();
    while (line.starts_with('#'))
      line.remove_prefix(1);
    heading_ = "# " + tidy(line);
  }

  void paragraph(const std::string& text) {
    auto words = word_count(text);
    if (words_ > 0 && words_ + words > passage_most_words)
      flush();
    if (words > passage_most_words) {
      for (auto& sentence : sentences_with_formulas(text)) {
        auto count = word_count(sentence);
        if (words_ > 0 && words_ + count > passage_most_words)
          flush();
        add(sentence, " ", count);
      }
      return;
    }
    add(text, "\n\n", words);
    if (words_ >= passage_least_words)
      flush();
  }

  std::vector<std::string> take() {
    flush();
    return std::move(out_);
  }

private:
  void add(std::string_view text, std::string_view joint, size_t words) {
    if (!body_.empty())
      body_ += joint;
    body_ += text;
    words_ += words;
  }

  void flush() {
    if (words_ > 0 && out_.size() < most_)
      out_.push_back(heading_.empty() ? body_ : heading_ + "\n\n" + body_);
    body_.clear();
    words_ = 0;
  }

  size_t most_;
  std::string heading_;
  std::string body_;
  size_t words_ = 0;
  std::vector<std::string> out_;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    out.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

} // namespace

std::vector<std::string> passages_of(std::string_view text, size_t most) {
  cutter out{most};
  std::string paragraph;
  auto end_paragraph = [&] {
    if (!is_blank(paragraph))
      out.paragraph(paragraph);
    paragraph.clear();
  };
  auto lines = lines_of(text);
  for (size_t i = 0; i < lines.size(); ++i) {
    auto line = lines[i];
    auto after = i == 0 || is_blank(lines[i - 1]);
    auto before = i + 1 == lines.size() || is_blank(lines[i + 1]);
    if (is_blank(line)) {
      end_paragraph();
    } else if (lines.size() > 1 && is_heading(line, after, before)) {
      end_paragraph();
      out.heading(line);
    } else {
      paragraph += (paragraph.empty() ? "" : "\n") + std::string{line};
    }
  }
  end_paragraph();
  return out.take();
}

} // namespace troupe
