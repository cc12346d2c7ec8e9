// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <penstock/chat.hpp>
#include <penstock/error.hpp>

#include "generation/chat_files.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr const char* kTemplate =
    "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}</{{ m.role }}>"
    "{% endfor %}{% if tools %}[{{ tools|length }}]{% endif %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}";

const Json kChat = {{{"role", "user"}, {"content", "Hi "}},
                    {{"role", "assistant"}, {"content", "Yes, "}}};

ChatTemplate make() { return ChatTemplate::from_text(kTemplate, {{"bos_token", "<s>"}}); }

std::string failure(const ChatTemplate& chat, const Json& messages, const ChatOptions& options) {
  try {
    return "rendered: " + chat.render(messages, options).text;
  } catch (const Error& error) {
    return error.what();
  }
}

// A folder of its own for each test.
class ChatFolder : public ::testing::Test {
 protected:
  ChatFolder() {
    folder_ = fs::temp_directory_path() /
              (std::string("penstock-chat-") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "additional_chat_templates");
  }
  ~ChatFolder() override { fs::remove_all(folder_); }
  void write(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  fs::path folder_;
};

TEST(ChatTemplate, RendersMessagesWithSpecialTokens) {
  EXPECT_EQ(make().render(kChat).text, "<s><user>Hi </user><assistant>Yes, </assistant>");
}

TEST(ChatTemplate, AsksForAnAnswer) {
  ChatOptions options;
  options.add_generation_prompt = true;
  options.tools = Json::array({{{"type", "function"}}});
  EXPECT_EQ(make().render(kChat, options).text,
            "<s><user>Hi </user><assistant>Yes, </assistant>[1]<assistant>");
}

TEST(ChatTemplate, ContinuesTheLastMessage) {
  ChatOptions options;
  options.continue_final_message = true;
  EXPECT_EQ(make().render(kChat, options).text, "<s><user>Hi </user><assistant>Yes, ");
}

TEST(ChatTemplate, ContinuesAMessageThatTheTemplateTrims) {
  const ChatTemplate chat =
      ChatTemplate::from_text("{% for m in messages %}{{ m.content | trim }}|{% endfor %}");
  ChatOptions options;
  options.continue_final_message = true;
  EXPECT_EQ(chat.render(kChat, options).text, "Hi|Yes,");
}

TEST(ChatTemplate, ContinuesTheLastTextOfSeveralParts) {
  const ChatTemplate chat =
      ChatTemplate::from_text("{% for p in messages[0].content %}{{ p.text }};{% endfor %}");
  const Json messages = {{{"role", "assistant"},
                          {"content", {{{"text", "a"}}, {{"text", "b"}}, {{"type", "image"}}}}}};
  ChatOptions options;
  options.continue_final_message = true;
  EXPECT_EQ(chat.render(messages, options).text, "a;b");
}

TEST(ChatTemplate, VariablesLieOverSpecialTokens) {
  ChatOptions options;
  options.variables = {{"bos_token", "<B>"}};
  EXPECT_THAT(make().render(kChat, options).text, ::testing::StartsWith("<B><user>"));
}

TEST(ChatTemplate, ATemplateOfTheCall) {
  ChatOptions options;
  options.chat_template = "{{ messages|length }}";
  EXPECT_EQ(make().render(kChat, options).text, "2");
}

TEST(ChatTemplate, RefusesWhatTheReferenceRefuses) {
  ChatOptions both;
  both.add_generation_prompt = both.continue_final_message = true;
  EXPECT_THAT(failure(make(), kChat, both),
              HasSubstr("continue_final_message and add_generation_prompt are not compatible."));
  ChatOptions tools;
  tools.tools = {"get_weather"};
  EXPECT_THAT(failure(make(), kChat, tools), HasSubstr("Tools should either be a JSON schema"));
  ChatOptions documents;
  documents.documents = {"text"};
  EXPECT_THAT(failure(make(), kChat, documents), HasSubstr("Documents should be a list of dicts"));
  ChatOptions lost;
  lost.continue_final_message = true;
  lost.chat_template = "nothing";
  EXPECT_THAT(failure(make(), kChat, lost),
              HasSubstr("the final message does not appear in the chat"));
  const Json image = {{{"role", "user"}, {"content", {{{"type", "image"}}}}}};
  ChatOptions more;
  more.continue_final_message = true;
  EXPECT_THAT(failure(make(), image, more), HasSubstr("could not find any text to continue"));
}

TEST(ChatTemplate, WhatTheTemplateRaisesIsTheMessage) {
  const ChatTemplate chat =
      ChatTemplate::from_text("{{ raise_exception('Roles must alternate!') }}");
  EXPECT_EQ(failure(chat, kChat, {}), "Roles must alternate!");
}

TEST(ChatTemplate, TheClockCanBeReplaced) {
  const ChatTemplate chat =
      ChatTemplate::from_text("{{ strftime_now('%Y') }}").with_clock([](const std::string& format) {
        return "<" + format + ">";
      });
  EXPECT_EQ(chat.render(Json::array()).text, "<%Y>");
  EXPECT_THAT(ChatTemplate::from_text("{{ strftime_now('%Y') }}").render(Json::array()).text,
              ::testing::StartsWith("20"));
}

TEST_F(ChatFolder, JinjaFilesComeBeforeTheConfiguration) {
  write("chat_template.jinja", "file");
  write("tokenizer_config.json", R"({"chat_template": "config"})");
  const ChatFiles files = read_chat_files(folder_);
  EXPECT_THAT(files.templates, ElementsAre(Pair("default", "file")));
  EXPECT_FALSE(files.named);
}

TEST_F(ChatFolder, AdditionalTemplatesHaveNames) {
  write("chat_template.jinja", "file");
  write("additional_chat_templates/tool_use.jinja", "tools");
  const ChatFiles files = read_chat_files(folder_);
  EXPECT_THAT(files.templates, ElementsAre(Pair("default", "file"), Pair("tool_use", "tools")));
  EXPECT_TRUE(files.named);
}

TEST_F(ChatFolder, TheConfigurationMayListTemplates) {
  write(
      "tokenizer_config.json",
      R"({"chat_template": [{"name": "default", "template": "a"}, {"name": "rag", "template": "b"}],
            "additional_special_tokens": ["<x>", {"content": "<y>"}],
            "extra_special_tokens": {"image_token": "<image>"}})");
  const ChatFiles files = read_chat_files(folder_);
  EXPECT_THAT(files.templates, ElementsAre(Pair("default", "a"), Pair("rag", "b")));
  EXPECT_TRUE(files.named);
  EXPECT_EQ(files.special_tokens["additional_special_tokens"], Json({"<x>", "<y>"}));
  EXPECT_EQ(files.special_tokens["image_token"], "<image>");
}

TEST_F(ChatFolder, TheLegacyFileIsTheLast) {
  write("chat_template.json", R"({"chat_template": "legacy"})");
  EXPECT_THAT(read_chat_files(folder_).templates, ElementsAre(Pair("default", "legacy")));
}

TEST_F(ChatFolder, AFolderWithoutAnyIsNoError) {
  EXPECT_THAT(read_chat_files(folder_).templates, ::testing::IsEmpty());
}

}  // namespace
}  // namespace penstock
