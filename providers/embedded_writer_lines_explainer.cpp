#include "providers/embedded_writer_lines.hpp"

namespace troupe::writing {

namespace {

using enum place;

/// Nothing here says anything of the topic: that is the material's to do.
constexpr line lines[] = {
  // hook
  {"hook", point, "FN", "", "This film explains {about}."},
  {"hook", point, "NC", "", "Let us look at {topic_noun}."},
  {"hook", point, "FN", "", "Here is {topic_noun}, in short."},
  {"hook", point, "NCL", "", "What is there to know about {topic_noun}?"},
  {"hook", point, "CL", "", "Ever wondered about {topic_noun}?"},
  {"hook", point, "L", "", "Ready for {topic_noun}? Let us go!"},
  {"hook", point, "NCL", "", "Do you know {topic_how}?"},
  {"hook", point, "", "", "{question}"},
  {"hook", point, "", "", "{thought}."},
  {"hook", close, "NC", "", "Here is the short answer."},
  {"hook", close, "F", "", "These are the essentials."},
  {"hook", close, "NCL", "", "One thing at a time."},
  {"hook", title, "", "", "{topic_name}"},
  {"hook", kicker, "", "", "Explained"},
  {"hook", kicker, "", "", "In a nutshell"},
  {"hook", kicker, "NC", "", "Good to know"},
  // definition
  {"definition", open, "NC", "", "First, the basics."},
  {"definition", open, "F", "", "A definition first."},
  {"definition", kicker, "", "", "In one sentence"},
  {"definition", kicker, "", "", "The definition"},
  {"definition", kicker, "", "", "What it is"},
  // idea
  {"!idea", open, "NC", "", "Here is what happens."},
  {"!idea", open, "F", "", "Consider the following."},
  {"+idea", open, "NC", "", "There is more to it."},
  {"+idea", open, "F", "", "A further point."},
  {"!idea", title, "", "", "The idea"},
  {"!idea", title, "", "", "To begin with"},
  {"+idea", title, "", "", "Worth knowing"},
  {"+idea", title, "", "", "A closer look"},
  {"+idea", title, "", "", "In practice"},
  {"+idea", title, "", "", "The details"},
  {"+idea", title, "", "", "One more thing"},
  {"+idea", title, "", "", "And there is more"},
  {"idea", kicker, "", "", "A closer look"},
  {"idea", kicker, "", "", "The idea"},
  {"idea", kicker, "", "", "In detail"},
  {"idea", kicker, "", "", "Worth knowing"},
  // steps
  {"!steps", open, "NC", "", "How does it work? Step by step."},
  {"!steps", open, "F", "", "It happens in steps."},
  {"!steps", open, "L", "", "Step by step!"},
  {"+steps", open, "FNCL", "", "And it goes on."},
  {"!steps", title, "", "", "Step by step"},
  {"!steps", title, "", "", "How it works"},
  {"+steps", title, "", "", "And then"},
  {"+steps", title, "", "", "The next steps"},
  {"steps", kicker, "", "", "How it works"},
  {"steps", kicker, "", "", "Step by step"},
  // formula
  {"!formula", open, "NC", "", "Here it is as a formula."},
  {"!formula", open, "F", "", "As a formula, it reads as follows."},
  {"!formula", open, "L", "", "And now as a formula!"},
  {"!formula", title, "", "", "The formula"},
  {"!formula", title, "", "", "As a formula"},
  {"+formula", title, "", "", "Another formula"},
  {"+formula", title, "", "", "Put differently"},
  {"formula", kicker, "", "", "The formula"},
  {"formula", kicker, "", "", "In symbols"},
  // number
  {"!number", open, "NC", "", "A number helps."},
  {"number", title, "", "", "In numbers"},
  {"number", title, "", "", "How much?"},
  {"number", title, "", "", "A number to keep"},
  {"number", title, "", "", "To give you an idea"},
  {"number", kicker, "", "", "In numbers"},
  {"number", kicker, "", "", "The figure"},
  // chart
  {"chart", open, "NC", "", "Side by side, it looks like this."},
  {"chart", title, "", "", "Side by side"},
  {"chart", title, "", "", "The numbers"},
  {"chart", kicker, "", "", "In numbers"},
  // timeline
  {"!timeline", open, "NC", "", "Here is how it came about."},
  {"!timeline", open, "F", "", "The events in their order."},
  {"!timeline", title, "", "", "How it came about"},
  {"!timeline", title, "", "", "The timeline"},
  {"+timeline", title, "", "", "What came next"},
  {"+timeline", title, "", "", "Later on"},
  {"timeline", kicker, "", "", "Timeline"},
  {"timeline", kicker, "", "", "In order"},
  // compare
  {"!compare", open, "NC", "", "What is the difference?"},
  {"!compare", open, "F", "", "A comparison makes it clear."},
  {"compare", title, "", "", "The difference"},
  {"compare", title, "", "", "Side by side"},
  {"compare", title, "", "", "Two sides"},
  {"compare", kicker, "", "", "Compared"},
  {"compare", kicker, "", "", "Side by side"},
  // list
  {"list", open, "NC", "", "What belongs to it?"},
  {"list", title, "", "", "What belongs to it"},
  {"list", title, "", "", "At a glance"},
  {"list", title, "", "", "The parts"},
  {"list", kicker, "", "", "At a glance"},
  {"list", kicker, "", "", "Overview"},
  // quote
  {"quote", title, "", "", "In their words"},
  {"quote", title, "", "", "As it was put"},
  {"quote", kicker, "", "", "Quote"},
  // nothing is known of the topic: honest questions
  {"questions", point, "NCL", "",
   "What is it, in plain words?|How does it work?|What is it good for?",
   "What is it?|How does it work?|What is it good for?"},
  {"questions", point, "F", "",
   "What does the term mean?|How does it work?|Where is it used?",
   "What does it mean?|How does it work?|Where is it used?"},
  {"questions", open, "NC", "", "Three questions help to begin."},
  {"questions", open, "F", "", "Three questions lead into the subject."},
  {"questions", open, "L", "", "Start with three questions!"},
  {"questions", title, "", "", "Questions to begin with"},
  {"questions", title, "NC", "", "Where to start"},
  {"questions", kicker, "", "", "To begin with"},
  {"close", point, "FN", "", "Good answers begin with good questions."},
  {"close", point, "CL", "", "Ask, look it up, and see where it leads."},
  {"close", kicker, "", "", "And now"},
  // summary
  {"summary", open, "NC", "", "To sum up."},
  {"summary", open, "F", "", "In summary."},
  {"summary", open, "L", "", "So, to sum up!"},
  {"summary", open, "C", "", "What to take away?"},
  {"summary", title, "", "", "In short"},
  {"summary", title, "", "", "To remember"},
  {"summary", title, "", "", "What to take away"},
  {"summary", kicker, "", "", "Summary"},
  {"summary", kicker, "", "", "To sum up"},
  // location
  {"location", title, "", "", "Where to find it"},
  {"location", kicker, "", "", "Where"},
  // cta
  {"cta", point, "FN", "", "There is more to read."},
  {"cta", point, "CL", "", "Want to know more? Read on."},
  {"cta", title, "", "", "Read on"},
  {"cta", title, "", "", "Find out more"},
  {"cta", kicker, "", "", "Next"},
  {"cta", button, "", "", "Find out more"},
};

} // namespace

std::span<const line> explainer_lines() {
  return lines;
}

} // namespace troupe::writing
