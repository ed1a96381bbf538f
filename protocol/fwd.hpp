/// Names of the types that travel, for headers that only mention them.
#pragma once

#include <cstdint>

namespace troupe {

enum class command_kind : uint8_t;
enum class delivery_state : uint8_t;
enum class ec : uint8_t;
enum class event_kind : uint8_t;
enum class film_state : uint8_t;
enum class front_door : uint8_t;
enum class job_ending : uint8_t;
enum class piece_kind : uint8_t;
enum class priority : uint8_t;
enum class review_policy : uint8_t;
enum class stage : uint8_t;
enum class stage_outcome : uint8_t;
enum class video_type : uint8_t;
enum class watch_mode : uint8_t;

struct job_notice;
struct piece;
struct piece_job;
struct piece_record;
struct session_command;
struct session_event;
struct session_log;
struct session_page;
struct session_progress;
struct session_query;
struct session_request;
struct session_summary;
struct stage_report;
struct stage_run;
struct webhook;
struct webhook_delivery;
struct work_count;

class json;

} // namespace troupe
