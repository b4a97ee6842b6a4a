#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "tests/support/temporary_file.h"

namespace planttwin::testing {

// Certificates of a day, made by openssl in a folder of its own.
class Certificates {
 public:
  Certificates() {
    authority("ca");
    authority("stranger");
    certify("server", "ca", "IP:127.0.0.1,DNS:localhost");
    certify("elsewhere", "ca", "DNS:elsewhere.example");
    certify("client", "ca", "DNS:client.example");
  }
  std::string certificate(const std::string& name) const { return at(name + ".pem"); }
  std::string key(const std::string& name) const { return at(name + ".key"); }

 private:
  std::string at(const std::string& name) const { return folder_.file(name).string(); }

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
  void certify(const std::string& name, const std::string& by, const std::string& places) const {
    openssl(request(name) + " -keyout " + key(name) + " -out " + at(name + ".csr") +
            " -addext subjectAltName=" + places);
    openssl("x509 -req -days 1 -copy_extensions copy -in " + at(name + ".csr") + " -CA " +
            certificate(by) + " -CAkey " + key(by) + " -CAcreateserial -out " + certificate(name));
  }

  TemporaryFolder folder_;
};

}  // namespace planttwin::testing
