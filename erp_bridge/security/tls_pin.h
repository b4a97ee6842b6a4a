#pragma once

#include <string>

struct ssl_ctx_st;

namespace planttwin::bridge {

// The error of a connection whose peer has another key than its pin.
inline constexpr const char* kWrongPin =
    "the certificate of the peer has another public key than the fingerprint says: this is not the "
    "system that was meant, or it has a new key";

// Lets every handshake of a context fail unless the chain is trusted and the peer's public key has
// this pin (TlsOptions::pin); nothing for an empty one.
void require_pin(ssl_ctx_st* context, const std::string& pin);
// Whether a handshake has failed for the pin, by its result of the verification.
bool is_wrong_pin(long verify_result);

}  // namespace planttwin::bridge
