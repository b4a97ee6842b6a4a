#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace planttwin::testing {

using Json = nlohmann::ordered_json;

// The folder with the published cases, see shared_data(). Empty when it is not there.
std::filesystem::path validation_folder();

// A file of the folder, such as "queues.json". Null when the folder or the file is not there; a
// file that is no JSON throws.
Json validation_file(const std::string& name);

}  // namespace planttwin::testing
