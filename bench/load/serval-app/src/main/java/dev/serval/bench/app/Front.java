package dev.serval.bench.app;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** The ingress of all graphs; each has a path of its own. */
@Stage
@Ingress
@Path("/")
public class Front {

  @Handle("Echo")
  Echoing echo;

  @Handle("Chain1")
  Adding chain;

  @Handle("Fan1")
  Adding fan1;

  @Handle("Fan2")
  Adding fan2;

  @Handle("Fan3")
  Adding fan3;

  @Handle("Fan4")
  Adding fan4;

  @Handle("FeatureExtractor")
  FeatureExtracting features;

  @Handle("ItemRanking")
  Ranking ranking;

  /** Answers an empty 200 and never looks at the body. */
  @POST
  @Path("noop")
  @NonBlocking
  public RestResponse<Void> noop() {
    return RestResponse.ok();
  }

  /** Decodes the body and answers an empty 200. */
  @POST
  @Path("noop-json")
  @NonBlocking
  public RestResponse<Void> noopJson(Message message) {
    return RestResponse.ok();
  }

  /** Decodes the body, calls a stage and encodes its answer. */
  @POST
  @Path("echo")
  public Uni<Message> echo(Message message) {
    return echo.echo(message);
  }

  /** Sends a zero down the chain and answers with how many links it passed. */
  @POST
  @Path("chain4")
  public Uni<Integer> chain() {
    return chain.add(0);
  }

  /** Sends a one to each of four stages at once and answers with the sum. */
  @POST
  @Path("fan4")
  public Uni<Integer> fan() {
    return Uni.join()
        .all(fan1.add(1), fan2.add(1), fan3.add(1), fan4.add(1))
        .andFailFast()
        .map(values -> values.stream().mapToInt(Integer::intValue).sum());
  }

  /** Recommends items to the user named in the message. */
  @POST
  @Path("recsys")
  public Uni<Recommendations> recommend(Message message) {
    return features
        .extract(message.userId())
        .chain(ranking::rank)
        .map((List<ScoredItem> items) -> new Recommendations(message.userId(), items));
  }
}
