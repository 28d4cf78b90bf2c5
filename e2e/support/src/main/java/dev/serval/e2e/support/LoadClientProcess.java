package dev.serval.e2e.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The samples' load client: so many users at the same time, each of whom asks again when it is
 * answered. It is a process of its own, as {@code make load} has it.
 */
public final class LoadClientProcess implements AutoCloseable {

  /** A JVM, on a machine that may be busy. */
  private static final Duration START = Duration.ofSeconds(30);

  /** It waits for the answers to what was sent, and ends by itself. */
  private static final Duration END = Duration.ofSeconds(30);

  /** Longer than any scenario takes; {@link #stop} ends it. */
  private static final int MOST_SECONDS = 1_800;

  /** What it prints above its figures, just after the first users have begun. */
  private static final String BEGUN = "time";

  private final Process process;
  private final List<String> printed = new ArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Thread reader;
  private volatile long begunNanos;

  private LoadClientProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().name("load-client").start(this::read);
  }

  /**
   * Starts it, and returns when its users have begun to ask.
   *
   * @param home folder of the project, with the load client built
   * @param address of the Service
   * @param users how many
   * @param options more options of it, such as {@code --path}
   * @throws IllegalStateException if it isn't built, or doesn't begin
   */
  public static LoadClientProcess start(Path home, URI address, int users, String... options) {
    Path jar = home.resolve("samples/load-client/target/load-client.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("The load client is not built, there is no " + jar);
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-jar", jar.toString()));
    command.addAll(List.of("--url", address.toString(), "--users", String.valueOf(users)));
    command.addAll(List.of("--seconds", String.valueOf(MOST_SECONDS)));
    command.addAll(List.of(options));
    try {
      LoadClientProcess client =
          new LoadClientProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
      client.awaitBegun();
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException("the load client doesn't start", e);
    }
  }

  private void awaitBegun() {
    try {
      if (begun.await(START.toMillis(), TimeUnit.MILLISECONDS) && begunNanos != 0) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    throw new IllegalStateException("The load client didn't begin:\n" + printed());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (begunNanos == 0 && line.stripLeading().startsWith(BEGUN)) {
          begunNanos = System.nanoTime();
          begun.countDown();
        }
        synchronized (printed) {
          printed.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what the load client prints", e);
    } finally {
      begun.countDown();
    }
  }

  private String printed() {
    synchronized (printed) {
      return printed.stream().collect(Collectors.joining("\n"));
    }
  }

  /** When its users began, in the time of {@link System#nanoTime}. */
  public long begunNanos() {
    return begunNanos;
  }

  /**
   * Lets the users ask no more, waits for the answers to what was sent, prints the figures and
   * returns them.
   *
   * @throws IllegalStateException if it doesn't end, or says no figures
   */
  public ClientFigures stop(String scenario) {
    // Not the process's own destroy(), which closes what it prints, too.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS) || !reader.join(END)) {
        throw new IllegalStateException("The load client doesn't end:\n" + printed());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      close();
    }
    ClientFigures figures = ClientFigures.read(printed());
    System.out.println(scenario + ": " + figures);
    return figures;
  }

  /** Ends it at once, if it is still there. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
