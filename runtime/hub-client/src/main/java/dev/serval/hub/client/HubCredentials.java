package dev.serval.hub.client;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * How the two sides of one connection prove who they are, as the files say now.
 *
 * @param trust the certificates that the hub's must be signed by
 * @param token proves which pod this is
 */
record HubCredentials(SslContext trust, String token) {

  /** A file is missing or has something else in it; the message is a whole sentence. */
  static final class FileException extends Exception {

    private static final long serialVersionUID = 1L;

    private FileException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads the files; blocks. */
  static HubCredentials read(HubOptions options) throws FileException {
    return new HubCredentials(trust(options.caFile()), token(options.tokenFile()));
  }

  private static SslContext trust(Path caFile) throws FileException {
    try {
      return GrpcSslContexts.forClient().trustManager(caFile.toFile()).build();
    } catch (SSLException | IllegalArgumentException wrong) {
      throw new FileException(
          "The certificates that the hub is to be trusted by can't be read from "
              + caFile
              + " (serval.hub.ca-file): "
              + wrong.getMessage(),
          wrong);
    }
  }

  private static String token(Path tokenFile) throws FileException {
    String token;
    try {
      token = Files.readString(tokenFile).strip();
    } catch (IOException wrong) {
      throw new FileException(
          "The token for the hub can't be read from "
              + tokenFile
              + " (serval.hub.token-file): "
              + wrong,
          wrong);
    }
    if (!token.matches("[!-~]+")) {
      throw new FileException(
          "There is no token for the hub in " + tokenFile + " (serval.hub.token-file)", null);
    }
    return token;
  }
}
