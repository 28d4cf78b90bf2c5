package dev.serval.operator.cluster;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes every request of a client that isn't a read. */
public final class WriteCounter implements Interceptor {

  private final List<Write> writes = new CopyOnWriteArrayList<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET")) {
      writes.add(
          new Write(
              request.method() + " " + request.uri().getPath(),
              Objects.toString(request.bodyString())));
    }
  }

  /** Method and path of each write, in order. */
  public List<String> writes() {
    return writes.stream().map(Write::line).toList();
  }

  /** Method and path of each write that doesn't mention {@code name}, in order. */
  public List<String> writesWithout(String name) {
    return writes.stream()
        .filter(write -> !write.line().contains(name) && !write.body().contains(name))
        .map(Write::line)
        .toList();
  }

  /** Forgets what was written. */
  public void clear() {
    writes.clear();
  }

  private record Write(String line, String body) {}
}
