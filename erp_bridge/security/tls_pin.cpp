#include "erp_bridge/security/tls_pin.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <stdexcept>
#include <string_view>

#include "sim/sha256.h"

namespace planttwin::bridge {
namespace {

void delete_text(void*, void* text, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<std::string*>(text);
}

// Where a context keeps its pin.
int pin_index() {
  static const int index =
      CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL_CTX, 0, nullptr, nullptr, nullptr, delete_text);
  return index;
}

std::string pin_of(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &bytes);
  if (size <= 0) return "";
  std::string pin =
      sim::sha256({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
  OPENSSL_free(bytes);
  return pin;
}

int verify(X509_STORE_CTX* checked, void* pin) {
  const int trusted = X509_verify_cert(checked);
  if (trusted <= 0) return trusted;
  X509* certificate = X509_STORE_CTX_get0_cert(checked);
  if (certificate != nullptr && pin_of(certificate) == *static_cast<std::string*>(pin)) return 1;
  X509_STORE_CTX_set_error(checked, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

}  // namespace

void require_pin(ssl_ctx_st* context, const std::string& pin) {
  if (pin.empty()) return;
  auto* kept = new std::string(pin);
  if (SSL_CTX_set_ex_data(context, pin_index(), kept) != 1) {
    delete kept;
    throw std::runtime_error("OpenSSL can't keep a pin");
  }
  SSL_CTX_set_cert_verify_callback(context, verify, kept);
}

bool is_wrong_pin(long verify_result) {
  return verify_result == X509_V_ERR_APPLICATION_VERIFICATION;
}

}  // namespace planttwin::bridge
