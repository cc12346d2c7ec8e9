// SPDX-License-Identifier: Apache-2.0
#include "backends/python_prefixes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backends/installed.hpp"
#include "backends/pyenv.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Path = std::filesystem::path;

TEST(PythonPrefixes, SitePackagesOfTheNewestPythonComeFirst) {
  FakeEnvironment env;
  for (const std::string version : {"python3.9", "python3.13t", "python3.11", "python2.7"}) {
    env.add_folder("/p/lib/" + version + "/site-packages");
  }
  env.add_folder("/p/lib/python3/dist-packages").add_folder("/p/lib/python3.12");
  EXPECT_THAT(site_packages_of_prefix(env, "/p"),
              ElementsAre("/p/lib/python3.13t/site-packages", "/p/lib/python3.11/site-packages",
                          "/p/lib/python3.9/site-packages", "/p/lib/python3/dist-packages"));
  EXPECT_THAT(site_packages_of_prefix(env, "/p", "python3.9").front(),
              Path("/p/lib/python3.9/site-packages"));
}

TEST(PythonPrefixes, Lib64CountsUnlessItIsALinkToLib) {
  FakeEnvironment link;
  link.add_folder("/p/lib/python3.11/site-packages").add_link("/p/lib64", "lib");
  EXPECT_EQ(site_packages_of_prefix(link, "/p").size(), 1U);
  FakeEnvironment folder;
  folder.add_folder("/p/lib/python3.11/site-packages");
  folder.add_folder("/p/lib64/python3.11/site-packages");
  EXPECT_EQ(site_packages_of_prefix(folder, "/p").size(), 2U);
}

TEST(PythonPrefixes, AVirtualEnvironmentMayLetTheBasePackagesThrough) {
  FakeEnvironment env = active_venv();
  install_onnxruntime(env, "/base/lib/python3.11/site-packages", "1.21.0");
  env.add_file("/venv/pyvenv.cfg", "home = /base/bin\ninclude-system-site-packages = false\n");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
  env.add_file("/venv/pyvenv.cfg", "Home=/base/bin\r\nInclude-System-Site-Packages = TRUE\r\n");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.21.0");
}

TEST(PythonPrefixes, PythonOnPathIsFollowedThroughLinks) {
  FakeEnvironment env;
  env.set("PATH", "/nothing:/home/u/bin:/usr/bin").add_file("/usr/bin/python3");
  env.add_link("/home/u/bin/python3", "/store/py/bin/python3.12");
  env.add_file("/store/py/bin/python3.12");
  const auto found = python_on_path(env);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->python, Path("/home/u/bin/python3"));
  EXPECT_EQ(found->prefix, Path("/store/py"));
  EXPECT_EQ(found->version_folder, "python3.12");
}

TEST(PythonPrefixes, AVirtualEnvironmentOnPathNeedNotBeActivated) {
  FakeEnvironment env;
  env.set("PATH", "/venv/bin").add_file("/usr/bin/python3.11");
  env.add_link("/venv/bin/python3", "/usr/bin/python3.11").add_file("/venv/pyvenv.cfg");
  install_onnxruntime(env, kSite, "1.21.0");
  EXPECT_EQ(python_on_path(env)->prefix, Path("/venv"));
  EXPECT_TRUE(detect(env, Accelerator::ort).available);
}

TEST(PythonPrefixes, WithoutPythonOnPathThereIsNone) {
  FakeEnvironment env;
  EXPECT_FALSE(python_on_path(env));
  env.set("PATH", "/bin::");
  EXPECT_FALSE(python_on_path(env));
}

class Pyenv : public ::testing::Test {
 protected:
  Pyenv() {
    env_.set("PATH", "/py/shims:/usr/bin").add_file("/py/shims/python3", "#!/usr/bin/env bash\n");
    env_.add_file("/usr/bin/python3");
    for (const std::string version : {"3.9.18", "3.11.7", "3.11.10", "3.12.1"}) {
      env_.add_folder("/py/versions/" + version);
    }
    env_.set_current_directory("/home/u/project/src");
  }
  std::optional<Path> prefix() const { return python_on_path(env_)->prefix; }

  FakeEnvironment env_;
};

TEST_F(Pyenv, TheShimStandsForTheGlobalVersion) {
  env_.add_file("/py/version", "# chosen by hand\n3.12.1\n");
  EXPECT_EQ(prefix(), Path("/py/versions/3.12.1"));
}

TEST_F(Pyenv, AVersionFileAboveTheCurrentFolderBeatsTheGlobalOne) {
  env_.add_file("/py/version", "3.12.1\n").add_file("/home/u/.python-version", "3.9.18\n");
  EXPECT_EQ(prefix(), Path("/py/versions/3.9.18"));
}

TEST_F(Pyenv, TheVariableBeatsEveryFile) {
  env_.add_file("/home/u/.python-version", "3.9.18\n").set("PYENV_VERSION", "3.11.7:3.12.1");
  EXPECT_EQ(prefix(), Path("/py/versions/3.11.7"));
}

TEST_F(Pyenv, ABegunVersionMeansItsNewest) {
  env_.set("PYENV_VERSION", "3.11");
  EXPECT_EQ(prefix(), Path("/py/versions/3.11.10"));
  env_.set("PYENV_VERSION", "3.1");
  EXPECT_EQ(prefix(), Path("/usr"));
}

TEST_F(Pyenv, SystemMeansTheNextPythonOnPath) {
  env_.set("PYENV_VERSION", "system");
  EXPECT_EQ(prefix(), Path("/usr"));
}

TEST_F(Pyenv, AVersionThatIsNotThereIsNotedWhenNoOtherPythonIs) {
  env_.set("PYENV_VERSION", "3.8.0").set("PATH", "/py/shims");
  EXPECT_EQ(prefix(), std::nullopt);
  EXPECT_THAT(outcome_at(detect(env_, Accelerator::ort), "/py/shims/python3"),
              HasSubstr("pyenv shim"));
}

TEST_F(Pyenv, NamesThatLeaveTheVersionsFolderAreRefused) {
  env_.set("PYENV_VERSION", "../../home");
  env_.add_folder("/home");
  EXPECT_EQ(prefix(), Path("/usr"));
}

TEST_F(Pyenv, AFolderThatIsOnlyNamedShimsIsNoPyenv) {
  FakeEnvironment env;
  env.set("PATH", "/x/shims").add_file("/x/shims/python3");
  EXPECT_EQ(python_on_path(env)->prefix, Path("/x"));
}

}  // namespace
}  // namespace penstock
