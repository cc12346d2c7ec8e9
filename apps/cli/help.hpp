// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

namespace CLI {
class App;
class FormatterBase;
}  // namespace CLI

// How --help looks: 80 columns, descriptions wrapped.

namespace penstock::cli {

[[nodiscard]] std::shared_ptr<CLI::FormatterBase> help_formatter();

// "penstock run"
[[nodiscard]] std::string full_name(const CLI::App& app);

}  // namespace penstock::cli
