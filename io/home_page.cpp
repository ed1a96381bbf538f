#include "io/home_page.hpp"

#include "protocol/stage.hpp"
#include "protocol/version.hpp"

namespace troupe {

namespace {

json endpoint_entry(const char* method, const char* path, const char* about) {
  return json::make_object(
    {{"method", method}, {"path", path}, {"about", about}});
}

} // namespace

json home_index() {
  auto types = json::make_array();
  for (auto type : all_video_types())
    types.push_back(to_string(type));
  auto endpoints = json::make_object({
    {"creator_mode",
     endpoint_entry("WebSocket", "/ws/creator",
                    "make a film stage by stage and review each")},
    {"create", endpoint_entry("POST", "/create",
                              "a product ad in one go: topic, brand_name")},
    {"create_compliance",
     endpoint_entry("POST", "/create-compliance",
                    "a compliance video in one go: prompt, brand_name")},
    {"create_moa", endpoint_entry("POST", "/create-moa",
                                  "a mode-of-action film in one go: "
                                  "drug_name, condition")},
    {"create_doctor", endpoint_entry("POST", "/create-doctor",
                                     "a film for doctors in one go: "
                                     "drug_name, indication")},
    {"create_social_media",
     endpoint_entry("POST", "/create-sm",
                    "a social media film in one go: drug_name, indication")},
    {"create_social_media_rm",
     endpoint_entry("POST", "/create-sm-rm", "the same as /create-sm")},
    {"video", endpoint_entry("GET", "/video/{id}", "the finished film")},
    {"files", endpoint_entry("GET", "/outputs/videos/{id}/{path...}",
                             "any file of a session; ?download=1 saves it")},
    {"sessions", endpoint_entry("GET", "/sessions",
                                "the newest sessions; ?limit=1..100")},
    {"supported_regions",
     endpoint_entry("GET", "/supported-regions", "values of payload.region")},
    {"generate_user_id",
     endpoint_entry("GET", "/generate-user-id", "a fresh random id")},
    {"health", endpoint_entry("GET", "/healthz", "the process lives")},
    {"ready", endpoint_entry("GET", "/readyz", "films can be made, or why "
                                               "not")},
    {"version", endpoint_entry("GET", "/version", "of this and its parts")},
    {"metrics", endpoint_entry("GET", "/metrics", "for Prometheus")},
  });
  return json::make_object({{"service", "troupe"},
                            {"version", version},
                            {"status", "running"},
                            {"about", "Makes films; people review each stage "
                                      "on the way."},
                            {"video_types", std::move(types)},
                            {"endpoints", std::move(endpoints)}});
}

std::string_view home_page() {
  return R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Troupe</title>
<link rel="stylesheet" href="/home.css">
</head>
<body>
<main>
<h1>Troupe</h1>
<p>This server makes short films: it writes the scenes and the script, paints
the pictures, speaks the words and joins it all into one MP4 with captions. A
person reviews each stage, or lets it run.</p>

<h2>Make a film</h2>
<p>In a terminal, reviewing each stage:</p>
<pre><code>troupe create product_ad topic="A quieter kettle" brand_name=Hush</code></pre>
<p>In one go, waiting for the answer (a minute or so):</p>
<pre><code>curl http://127.0.0.1:8000/create -F topic="A quieter kettle" -F brand_name=Hush</code></pre>
<p>If this server has another address, use that one; <code>troupe create</code>
takes it with <code>--url</code>. Programs talk to the WebSocket
<code>/ws/creator</code>.</p>

<h2>Look around</h2>
<ul>
<li><a href="/sessions">Newest sessions</a></li>
<li><a href="/readyz">Can films be made now?</a></li>
<li><a href="/supported-regions">Regions a film can be set in</a></li>
<li><a href="/version">Versions</a></li>
<li><a href="/metrics">Metrics</a></li>
</ul>
<p>Programs that ask for <code>/</code> without <code>text/html</code> get the
list of all endpoints as JSON.</p>
</main>
</body>
</html>
)";
}

std::string_view home_style() {
  return R"(:root { color-scheme: light dark; }
body { margin: 0; font: 17px/1.55 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 2.2rem; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
pre { padding: .8rem 1rem; border: 1px solid; border-radius: .4rem;
  overflow-x: auto; }
a { line-height: 2; }
)";
}

} // namespace troupe
