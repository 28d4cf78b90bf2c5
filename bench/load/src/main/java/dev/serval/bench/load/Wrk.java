package dev.serval.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** The HTTP load client: wrk, one thread, connections kept alive. */
final class Wrk {

  // Above the longest latency of the slowest peer, which would otherwise count as errors.
  private static final String TIMEOUT = "10s";

  private final Path work;
  private final Path script;

  /** Lays the Lua script into a work folder. */
  Wrk(Path work) {
    this.work = work;
    this.script = work.resolve("post.lua");
    try (InputStream in = Wrk.class.getResourceAsStream("post.lua")) {
      Files.createDirectories(work);
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void check() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, "wrk"))) {
        return;
      }
    }
    throw new BenchException(
        "wrk, the HTTP load client, is not on the PATH. Install it with 'apt-get install wrk'"
            + " (Debian, Ubuntu), 'dnf install wrk' (Fedora) or 'brew install wrk' (macOS).");
  }

  LoadClient client(URI target, Shape shape) {
    Path body = work.resolve(shape.name() + ".body");
    try {
      Files.writeString(body, shape.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int concurrency, Duration warmUp, Duration measure) ->
        List.of(
            "wrk",
            "-t1",
            "-c" + concurrency,
            "-d" + Math.max(1, measure.toSeconds()) + "s",
            "--timeout",
            TIMEOUT,
            "--latency",
            "-s",
            script.toString(),
            target.resolve(shape.path()).toString(),
            "--",
            body.toString());
  }
}
