#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace planttwin::testing {

// Certificates of a day, made by openssl in a folder of its own.
class Certificates {
 public:
  Certificates() {
    std::string pattern = (std::filesystem::temp_directory_path() / "planttwin-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    authority("ca");
    authority("stranger");
    certify("server", "ca", "IP:127.0.0.1,DNS:localhost");
    certify("elsewhere", "ca", "DNS:elsewhere.example");
    certify("client", "ca", "DNS:client.example");
    certify("renewed", "ca", "IP:127.0.0.1,DNS:localhost");
    certify("expired", "ca", "IP:127.0.0.1,DNS:localhost", -1);
  }
  ~Certificates() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string certificate(const std::string& name) const { return at(name + ".pem"); }
  std::string key(const std::string& name) const { return at(name + ".key"); }
  // SHA-256 of the public key, as docs/security.md makes it.
  std::string pin(const std::string& name) const {
    const std::string file = at(name + ".pin");
    const std::string command =
        "openssl x509 -in " + certificate(name) +
        " -pubkey -noout | openssl pkey -pubin -outform der | sha256sum > " + file;
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
    std::string digits;
    std::ifstream(file) >> digits;
    return digits;
  }

 private:
  std::string at(const std::string& name) const { return (folder_ / name).string(); }

  void openssl(const std::string& arguments) const {
    const std::string command = "openssl " + arguments + " > " + at("output.txt") + " 2>&1";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  }
  static std::string request(const std::string& name) {
    return "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name;
  }
  void authority(const std::string& name) const {
    openssl(request(name) + " -x509 -days 1 -keyout " + key(name) + " -out " + certificate(name));
  }
  void certify(const std::string& name, const std::string& by, const std::string& places,
               int days = 1) const {
    openssl(request(name) + " -keyout " + key(name) + " -out " + at(name + ".csr") +
            " -addext subjectAltName=" + places);
    openssl("x509 -req -days " + std::to_string(days) + " -copy_extensions copy -in " +
            at(name + ".csr") + " -CA " + certificate(by) + " -CAkey " + key(by) +
            " -CAcreateserial -out " + certificate(name));
  }

  std::filesystem::path folder_;
};

}  // namespace planttwin::testing
