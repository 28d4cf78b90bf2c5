package dev.serval.api;

import java.time.Duration;
import java.util.Optional;

/** The request on whose behalf the current code runs. */
public interface RequestContext {

  /** The id that the client gave in {@code X-Request-ID}, or one made for the request. */
  String requestId();

  /** Time left until the deadline, never negative; empty if there is none. */
  Optional<Duration> remaining();

  /** Whether the client has gone, the deadline has passed or the call was cancelled. */
  boolean cancelled();

  /** The application this process belongs to. */
  String application();

  /** The deployment whose stage is running. */
  String deployment();
}
