/// Signs the links in what goes out, for players and <video>, which can't send
/// headers. Done where answers and messages leave, so that no endpoint can
/// forget it and a stored reply gets links of today. Pure but for the clock;
/// any thread.
#pragma once

#include "io/http_types.hpp"
#include "protocol/json.hpp"
#include "protocol/signed_url.hpp"

namespace troupe {

/// True for a path of ours that opens by a signed link: /outputs/videos/...,
/// /video/{id}, and below /api/v1/videos/jobs/{id}/ stream, download,
/// thumbnail and captions. Without query.
bool is_linkable(std::string_view path);

/// Signs every text in the value that is a linkable path.
void sign_links(const url_signer& signer, const user_id& owner, json& value);
/// The same for JSON text; other text stays as it is.
std::string sign_links(const url_signer& signer, const user_id& owner,
                       std::string text);
/// The same for the Location of an answer, and for its body if it is JSON.
void sign_links(const url_signer& signer, const user_id& owner,
                http_response& response);

/// True if the query of this GET or HEAD is a link for its path that was
/// signed for that owner.
bool has_good_link(const url_signer& signer, const http_request& request,
                   const user_id& owner);

} // namespace troupe
