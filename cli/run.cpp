#include "cli/run.hpp"

#include "cli/commands.hpp"
#include "cli/logging.hpp"
#include "media/decode_child.hpp"
#include "media/picture_decode.hpp"
#include "protocol/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace troupe {

namespace {

/// What the command line holds, filled by CLI11.
struct arguments {
  std::string config_file;
  std::map<std::string, std::vector<std::string>> flags;
  make_request make;
  render_request render;
  create_request create;
  user_request user;
  bool as_json = false;
};

/// What a server can be told; `make` and `render` have no doors.
const std::initializer_list<std::string_view> server_groups{
  "data",   "server", "auth",  "limits", "webhooks",
  "engine", "cache",  "voice", "log"};

std::string help_of(const setting& row) {
  std::string out{row.help};
  if (row.kind == setting_kind::choice)
    out += " (" + std::string{row.choices} + ")";
  if (!row.default_text.empty() && row.kind != setting_kind::yes_or_no)
    out += " [" + std::string{row.default_text} + "]";
  return out + "  (" + std::string{row.variable} + ", file: "
         + std::string{row.key} + ")";
}

/// Values are checked by load_config(), so that every source has the same
/// rules and the error names where the value stands.
void add_settings(CLI::App& command, arguments& given,
                  std::initializer_list<std::string_view> groups) {
  command
    .add_option("--config", given.config_file,
                "settings file in TOML  (TROUPE_CONFIG)")
    ->type_name("FILE");
  for (auto& row : all_settings()) {
    auto group = row.key.substr(0, row.key.find('.'));
    if (std::ranges::find(groups, group) == groups.end())
      continue;
    auto key = std::string{row.key};
    if (row.kind == setting_kind::yes_or_no) {
      command.add_flag_callback(
        std::string{row.flag},
        [&given, key] { given.flags[key] = {"true"}; }, help_of(row));
      continue;
    }
    auto is_list = row.kind == setting_kind::list;
    auto option = command.add_option_function<std::vector<std::string>>(
      std::string{row.flag},
      [&given, key](const std::vector<std::string>& items) {
        given.flags[key] = items;
      },
      help_of(row));
    option->type_name(row.kind == setting_kind::number ? "N" : "TEXT");
    option->expected(1);
    option->multi_option_policy(is_list ? CLI::MultiOptionPolicy::TakeAll
                                        : CLI::MultiOptionPolicy::TakeLast);
  }
}

void add_film_arguments(CLI::App& command, std::string& type,
                        std::vector<std::string>& fields, bool is_required) {
  std::string types;
  for (auto x : all_video_types())
    types += (types.empty() ? "" : ", ") + std::string{to_string(x)};
  command.add_option("type", type, types)->required(is_required);
  command
    .add_option("fields", fields,
                "what the film is about, as key=value; quality=low|medium|high"
                "|ultra, duration=SECONDS, aspect_ratio=16:9|9:16|1:1|4:5, "
                "tone=..., seed=N and more")
    ->type_name("key=value");
}

void add_talk(CLI::App& command, talk_options& talk) {
  command.add_flag("--json", talk.as_json, "one JSON object a line");
  command.add_flag("-q,--quiet", talk.is_quiet, "say errors only");
}

void add_make(CLI::App& app, arguments& given) {
  auto command = app.add_subcommand(
    "make", "make one film in this process, without a server");
  add_film_arguments(*command, given.make.type, given.make.fields, true);
  command->add_option("-o,--output", given.make.film,
                      "where the film goes (.mp4, .mov, .webm, .avi); captions "
                      "go beside it [film.mp4]");
  command
    ->add_option("--film", given.make.document,
                 "also writes the film as JSON, to be edited and rendered "
                 "again with `troupe render`")
    ->type_name("FILE");
  add_talk(*command, given.make.talk);
  add_settings(*command, given, {"data", "engine", "cache", "voice", "log"});
  command->footer("Example:\n  troupe make moa drug_name=Metformin "
                  "condition=\"type 2 diabetes\" -o metformin.mp4\n"
                  "Without --data the pieces are made in a temporary folder "
                  "and deleted afterwards.");
}

void add_render(CLI::App& app, arguments& given) {
  auto command = app.add_subcommand(
    "render", "make a film that is written down in JSON");
  command->add_option("film", given.render.document, "the film, like film.json")
    ->required()
    ->type_name("FILE");
  command->add_option("-o,--output", given.render.film,
                      "where the film goes (.mp4, .mov, .webm, .avi); captions "
                      "go beside it [film.mp4]");
  command->add_flag("--check", given.render.check_only,
                    "say what is wrong with it, and make nothing");
  add_talk(*command, given.render.talk);
  add_settings(*command, given, {"data", "engine", "cache", "voice", "log"});
  command->footer("Example:\n  troupe make moa drug_name=Metformin "
                  "condition=\"type 2 diabetes\" --film film.json\n"
                  "  (edit film.json)\n"
                  "  troupe render film.json -o better.mp4\n"
                  "Only what has changed is made again: pieces are kept in "
                  "the user's cache, or below --data.");
}

void add_create(CLI::App& app, arguments& given) {
  auto command = app.add_subcommand(
    "create", "make a film with a server and review each stage here");
  add_film_arguments(*command, given.create.type, given.create.fields, false);
  command->add_option("--url", given.create.url,
                      "the server [ws://127.0.0.1:8000]");
  command->add_flag("--auto", given.create.is_automatic,
                    "accept every stage without asking");
  command
    ->add_option("--resume", given.create.resume,
                 "go on with this session instead of starting one")
    ->type_name("ID");
  command->footer("Example:\n  troupe create product_ad topic=\"A quieter "
                  "kettle\" brand_name=Hush");
}

void add_user(CLI::App& app, arguments& given) {
  using what = user_request::what;
  auto command = app.add_subcommand(
    "user", "accounts of a data folder that no server uses");
  command->require_subcommand(1);
  auto add_one = [&](const char* name, const char* help, what is) {
    auto one = command->add_subcommand(name, help);
    one->callback([&given, is] { given.user.is = is; });
    if (is != what::list)
      one->add_option("login", given.user.login,
                      is == what::add ? "username" : "username or email")
        ->required();
    add_settings(*one, given, {"data"});
    return one;
  };
  auto add = add_one("add",
                     "a new account; the password is read from standard input",
                     what::add);
  add->add_option("--email", given.user.email)->required();
  add->add_option("--name", given.user.name, "what the person is called");
  add_one("list", "id, day, username and email of each", what::list);
  add_one("remove", "an account with its API keys; films stay", what::remove);
  add_one("key", "a new API key, shown this once", what::key)
    ->add_option("--name", given.user.name, "what the key is for")
    ->required();
  command->footer("Example:\n  troupe user add ann --email ann@films.example "
                  "< password.txt");
}

void build(CLI::App& app, arguments& given) {
  app.set_version_flag("--version", "troupe " + std::string{version}
                                      + ", engine "
                                      + std::string{engine_version});
  app.require_subcommand(1);
  add_settings(*app.add_subcommand("serve", "serve films over HTTP and "
                                            "WebSocket"),
               given, server_groups);
  add_make(app, given);
  add_render(app, given);
  add_create(app, given);
  add_user(app, given);
  auto doctor = app.add_subcommand(
    "doctor", "look whether this machine can make films, and how to mend it");
  doctor->add_flag("--json", given.as_json, "as JSON");
  add_settings(*doctor, given, server_groups);
  auto config = app.add_subcommand("config", "check or print the settings");
  config->require_subcommand(1);
  auto check = config->add_subcommand("check", "say what is wrong with them");
  add_settings(*check, given, server_groups);
  auto print = config->add_subcommand(
    "print", "every value and where it comes from, secrets hidden");
  print->add_flag("--json", given.as_json, "as JSON");
  add_settings(*print, given, server_groups);
  app.footer("Start with `troupe doctor`, then `troupe make` or `troupe "
             "serve`. Every option has its own help: troupe serve --help");
}

/// serve and make can't do with wrong settings.
int with_settings(const config_outcome& loaded, int (*command)(const config&,
                                                               arguments&),
                  arguments& given) {
  for (auto& x : loaded.values.warnings())
    std::cerr << "warning: " << x << '\n';
  for (auto& x : loaded.errors)
    std::cerr << "troupe: " << x << '\n';
  if (!loaded.errors.empty())
    return exit_usage;
  return command(loaded.values, given);
}

/// A log that was not asked for would write into the progress of a film.
void start_log(const config& values, std::string_view default_level) {
  auto level = values.origin("log.level") == "default"
                 ? std::string{default_level}
                 : values.text("log.level");
  start_logging(level, values.text("log.format"));
}

int dispatch(const CLI::App& app, arguments& given) {
  if (app.got_subcommand("create"))
    return create(given.create);
  config_sources sources{given.flags, process_environment(), {}};
  sources.file = config_file_of(given.config_file, sources.environment);
  auto loaded = load_config(sources);
  if (app.got_subcommand("serve"))
    return with_settings(
      loaded,
      [](const config& x, arguments&) {
        start_log(x, setting_named("log.level").default_text);
        return serve(x);
      },
      given);
  if (app.got_subcommand("make"))
    return with_settings(
      loaded,
      [](const config& x, arguments& given) {
        start_log(x, "warn");
        return make(x, given.make);
      },
      given);
  if (app.got_subcommand("render"))
    return with_settings(
      loaded,
      [](const config& x, arguments& given) {
        start_log(x, "warn");
        return render(x, given.render);
      },
      given);
  if (app.got_subcommand("user"))
    return with_settings(
      loaded,
      [](const config& x, arguments& given) {
        start_log(x, "warn");
        return user(x, given.user);
      },
      given);
  if (app.got_subcommand("doctor"))
    return doctor(loaded, given.as_json);
  return app.get_subcommand("config")->got_subcommand("check")
           ? check_config(loaded)
           : print_config(loaded, given.as_json);
}

/// CLI11 only says that a command is missing, not that it is misspelt.
std::string wrong_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-')
    return {};
  std::vector<std::string> names;
  for (auto command : app.get_subcommands(nullptr))
    names.push_back(command->get_name());
  std::string given{argv[1]};
  if (std::ranges::find(names, given) != names.end())
    return {};
  auto near = nearest_name(given, names);
  return "there is no command " + given
         + (near.empty() ? "; see troupe --help"
                         : "; did you mean " + near + "?");
}

} // namespace

int run(int argc, char** argv) {
  // Before anything else: a decode child is to know as little as possible.
  if (argc == 2 && std::string_view{argv[1]} == media::decode_child_command)
    media::run_decode_child();
  CLI::App app{"Troupe makes films: it writes, paints, speaks and joins them, "
               "and people review each stage.",
               "troupe"};
  arguments given;
  build(app, given);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& err) {
    if (auto wrong = wrong_command(app, argc, argv); !wrong.empty()) {
      std::cerr << "troupe: " << wrong << '\n';
      return exit_usage;
    }
    // CLI11 has codes of its own from 100 on; here a wrong call is 2.
    return app.exit(err) == 0 ? exit_ok : exit_usage;
  }
  try {
    return dispatch(app, given);
  } catch (const std::exception& err) {
    std::cerr << "troupe: " << err.what() << '\n';
    return exit_failure;
  }
}

} // namespace troupe
