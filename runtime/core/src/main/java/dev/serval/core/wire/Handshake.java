package dev.serval.core.wire;

import dev.serval.core.codec.Codec;
import dev.serval.core.stage.StageReplica;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.GoAwayCode;
import dev.serval.protocol.wire.Hello;
import dev.serval.protocol.wire.Welcome;
import dev.serval.protocol.wire.WireLimits;

/**
 * What a replica answers to HELLO: one of the two is {@code null}.
 *
 * @param welcome the terms of the connection
 * @param refusal why there will be none
 */
record Handshake(Welcome welcome, GoAway refusal) {

  static Handshake with(Hello hello, WireOptions options, StageReplica replica) {
    int version = hello.commonVersion(WireLimits.OLDEST_VERSION, WireLimits.NEWEST_VERSION);
    if (version == 0) {
      return refused(
          GoAwayCode.VERSION,
          "this replica speaks versions "
              + WireLimits.OLDEST_VERSION
              + " to "
              + WireLimits.NEWEST_VERSION
              + " of the protocol, the caller "
              + hello.oldestVersion()
              + " to "
              + hello.newestVersion());
    }
    if (!hello.application().equals(options.application())
        || !hello.deployment().equals(replica.deployment())) {
      return refused(
          GoAwayCode.WRONG_TARGET,
          "this is deployment "
              + replica.deployment()
              + " of application "
              + options.application()
              + ", but the caller looks for "
              + hello.deployment()
              + " of "
              + hello.application());
    }
    Codec codec = options.commonCodec(hello.codecs());
    if (codec == null) {
      return refused(
          GoAwayCode.VERSION,
          "the caller offers no codec that this replica has: " + options.names());
    }
    if (replica.admission().draining()) {
      return refused(GoAwayCode.DRAINING, "replica " + replica.id() + " is shutting down");
    }
    int limit = replica.admission().limit();
    return new Handshake(
        new Welcome(version, codec.id(), limit, options.maxBodyBytes(), replica.id()), null);
  }

  private static Handshake refused(GoAwayCode code, String message) {
    return new Handshake(null, new GoAway(code, message));
  }
}
