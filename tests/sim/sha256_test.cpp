#include "sim/sha256.h"

#include <gtest/gtest.h>

#include <string>

namespace planttwin::sim {
namespace {

// FIPS 180-4 examples, as published by NIST in "SHA256.pdf" and "SHA2_Additional.pdf" of its
// Cryptographic Standards examples.
struct Case {
  std::string name;
  std::string text;
  std::string digest;
};

class Sha256Vectors : public testing::TestWithParam<Case> {};

TEST_P(Sha256Vectors, GiveThePublishedDigest) {
  EXPECT_EQ(sha256(GetParam().text), GetParam().digest);
}

INSTANTIATE_TEST_SUITE_P(
    Fips180, Sha256Vectors,
    testing::Values(Case{"empty", "",
                         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                    Case{"one_block", "abc",
                         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                    Case{"two_blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
                    Case{"one_byte", "\xbd",
                         "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"},
                    Case{"zeros_55", std::string(55, '\0'),
                         "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"},
                    Case{"zeros_56", std::string(56, '\0'),
                         "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"},
                    Case{"zeros_64", std::string(64, '\0'),
                         "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"},
                    Case{"million", std::string(1'000'000, 'a'),
                         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}),
    [](const auto& vector) { return vector.param.name; });

TEST(Sha256, OfPiecesEqualsThatOfTheWhole) {
  const std::string text(200, 'x');
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Sha256 hash;
    hash.update(text.substr(0, cut));
    hash.update(text.substr(cut));
    ASSERT_EQ(hash.finish(), sha256(text)) << cut;
  }
}

}  // namespace
}  // namespace planttwin::sim
