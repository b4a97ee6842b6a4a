#pragma once

#include <filesystem>
#include <string>

namespace planttwin::testing {

// Where a published file or folder lies that is no part of the project, such as
// "validation/queues.json": in the folder that the environment variable PLANTTWIN_SHARED names,
// else in ../shared, seen from the root of the repository, where tests run. It need not exist.
std::filesystem::path shared_data(const std::string& path);

// What a test says when it skips itself for want of that file or folder.
std::string missing_data_text(const std::string& path);

}  // namespace planttwin::testing
