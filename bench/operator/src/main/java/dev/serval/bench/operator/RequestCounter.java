package dev.serval.bench.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of a client to the API server. */
final class RequestCounter implements Interceptor {

  private final LongAdder reads = new LongAdder();
  private final LongAdder watches = new LongAdder();
  private final LongAdder writes = new LongAdder();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String query = request.uri().getQuery();
    if (!request.method().equals("GET")) {
      writes.increment();
    } else if (query != null && query.contains("watch=true")) {
      watches.increment();
    } else {
      reads.increment();
    }
  }

  long reads() {
    return reads.sum();
  }

  long watches() {
    return watches.sum();
  }

  long writes() {
    return writes.sum();
  }
}
