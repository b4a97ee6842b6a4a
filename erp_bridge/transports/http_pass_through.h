#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "erp_bridge/transports/transport.h"

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace planttwin::bridge {

// A server of ours that stands between a client and a target and passes on what goes either way as
// it is: method, path and query, headers but those of the connection, body, status. It adds no
// right of ours: who the client is the target learns from the client's own headers. Each request
// has a connection of its own to the target, and several may be under way at once.
//
// A target that does not answer is told to the client as 502. Forms of several parts are not
// passed on (400).
class HttpPassThrough {
 public:
  // A request, before it is passed on; when it throws, nothing is, and the client gets 503. The
  // address is the path with its query. Called in any thread, as is Answered.
  using Heard = std::function<void(const Parcel& request)>;
  // What was said to the client.
  using Answered = std::function<void(const Parcel& request, int status)>;

  // Listens at `here` before it returns. Throws TransportError when it can't.
  HttpPassThrough(const Connection& here, Connection target, Heard heard, Answered answered);
  ~HttpPassThrough();
  HttpPassThrough(const HttpPassThrough&) = delete;
  HttpPassThrough& operator=(const HttpPassThrough&) = delete;

 private:
  void pass(const httplib::Request& request, std::string body, httplib::Response& response) const;
  void forward(const httplib::Request& request, std::string body,
               httplib::Response& response) const;

  Connection target_;
  Heard heard_;
  Answered answered_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
};

}  // namespace planttwin::bridge
