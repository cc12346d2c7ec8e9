// SPDX-License-Identifier: Apache-2.0
#include "help.hpp"

#include <CLI/CLI.hpp>

#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

constexpr std::size_t kNameColumns = 28;  // columns for option names
constexpr std::size_t kWidth = 80;

class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(kNameColumns); }

  std::string make_usage(const CLI::App* app, std::string) const override {
    std::string out = "\nUsage: " + full_name(*app);
    if (app->get_parent() == nullptr) return out + " COMMAND [OPTIONS]\n";
    for (const CLI::Option* option : app->get_options()) {
      if (!option->get_positional()) continue;
      const std::string name = option->get_name(true);
      const bool many = option->get_allow_extra_args();
      out.append(option->get_required() ? " " + name : " [" + name + (many ? " ...]" : "]"));
    }
    return out + " [OPTIONS]\n";
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    std::string out;
    if (option->get_type_size() != 0 && !option->get_positional()) {
      out = " " + option->get_type_name();
    }
    if (option->get_required() && option->nonpositional()) out += " (required)";
    return out;
  }

  std::string make_option_desc(const CLI::Option* option) const override {
    std::string out;
    for (const std::string& line : wrapped(option->get_description(), kWidth - kNameColumns)) {
      out += (out.empty() ? "" : "\n") + line;
    }
    return out;
  }
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter() { return std::make_shared<HelpFormatter>(); }

std::string full_name(const CLI::App& app) {
  const std::string& name = app.get_name();
  return app.get_parent() == nullptr ? name : full_name(*app.get_parent()) + " " + name;
}

}  // namespace penstock::cli
