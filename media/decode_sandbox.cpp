#include "media/decode_sandbox.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace troupe::media {

namespace {

error failed(const char* what) {
  return make_error(ec::media_failed, std::string{what} + ": "
                                        + std::strerror(errno));
}

/// AddressSanitizer reserves terabytes of addresses and never uses them.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool can_limit_memory = false;
#else
constexpr bool can_limit_memory = true;
#endif

struct limit {
  __rlimit_resource_t what;
  rlim_t value;
  /// What the hard limit is above it: at the soft one comes a signal with a
  /// name (SIGXCPU).
  rlim_t grace = 0;
};

#if defined(__x86_64__)
constexpr uint32_t our_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr uint32_t our_machine = AUDIT_ARCH_AARCH64;
#else
#error "decode_sandbox: name the audit architecture of this machine"
#endif

/// What decoding asks of the kernel: bytes in and out, memory, the clock,
/// leaving. mmap and mprotect only without PROT_EXEC.
constexpr std::array allowed = {
  __NR_read,         __NR_write,          __NR_writev,
  __NR_brk,          __NR_munmap,         __NR_mremap,
  __NR_madvise,      __NR_futex,          __NR_clock_gettime,
  __NR_gettimeofday, __NR_sched_yield,    __NR_sched_getaffinity,
  __NR_getrandom,    __NR_rt_sigreturn,   __NR_rt_sigprocmask,
  __NR_sigaltstack,  __NR_getpid,         __NR_gettid,
  __NR_exit,         __NR_exit_group,     __NR_close,
};

constexpr sock_filter load(size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset));
}

constexpr sock_filter answer(uint32_t what) {
  return BPF_STMT(BPF_RET | BPF_K, what);
}

/// Jumps over `skip` when the value is not the one asked for.
constexpr sock_filter unless(uint32_t value, uint8_t skip) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip);
}

constexpr size_t filter_size = 4 + 2 * allowed.size() + 2 * 5 + 1;

std::array<sock_filter, filter_size> make_filter(forbidden what) {
  std::array<sock_filter, filter_size> out{};
  size_t n = 0;
  out[n++] = load(offsetof(seccomp_data, arch));
  out[n++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, our_machine, 1, 0);
  out[n++] = answer(SECCOMP_RET_KILL_PROCESS);
  out[n++] = load(offsetof(seccomp_data, nr));
  for (auto number : allowed) {
    out[n++] = unless(static_cast<uint32_t>(number), 1);
    out[n++] = answer(SECCOMP_RET_ALLOW);
  }
  for (auto number : {__NR_mmap, __NR_mprotect}) {
    out[n++] = unless(static_cast<uint32_t>(number), 4);
    // The low half of the third argument, on little endian.
    out[n++] = load(offsetof(seccomp_data, args) + 2 * sizeof(uint64_t));
    out[n++] = BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1);
    out[n++] = answer(SECCOMP_RET_KILL_PROCESS);
    out[n++] = answer(SECCOMP_RET_ALLOW);
  }
  out[n++] = answer(what == forbidden::ends ? SECCOMP_RET_KILL_PROCESS
                                            : SECCOMP_RET_ERRNO | EACCES);
  return out;
}

} // namespace

result<void> limit_process(const sandbox_limits& limits) {
  // What the parent had open and did not mark.
  if (::syscall(SYS_close_range, 3U, ~0U, 0U) != 0 && errno != ENOSYS)
    return failed("close_range");
  const limit all[] = {
    {RLIMIT_CORE, 0},
    {RLIMIT_FSIZE, 0},
    {RLIMIT_NPROC, 0},
    {RLIMIT_NOFILE, 3},
    {RLIMIT_CPU, limits.cpu_seconds, 1},
    {RLIMIT_AS, can_limit_memory ? limits.memory_bytes : RLIM_INFINITY},
  };
  for (auto& [what, value, grace] : all) {
    const rlimit both{value, value + grace};
    if (::setrlimit(what, &both) != 0)
      return failed("setrlimit");
  }
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0
      || ::prctl(PR_SET_DUMPABLE, 0) != 0)
    return failed("prctl");
  return {};
}

result<void> forbid_everything(forbidden what) {
  auto filter = make_filter(what);
  sock_fprog program{static_cast<unsigned short>(filter.size()),
                     filter.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
      || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    return failed("seccomp");
  return {};
}

} // namespace troupe::media
