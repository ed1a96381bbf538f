/// Which network addresses anybody may be asked to call. Programs that fetch
/// or call what people name must not reach the machine itself or the network
/// behind it (server-side request forgery). Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace troupe {

/// An address of 4 bytes (IPv4) or 16 (IPv6), as it stands on the wire. True
/// for globally reachable unicast only: the special registries of RFC 6890
/// with its updates are refused, and so are addresses that carry an IPv4
/// address which is (mapped, compatible, NAT64, 6to4, Teredo, ISATAP). Any
/// other length is false.
bool is_public_address(std::span<const uint8_t> address);

} // namespace troupe
