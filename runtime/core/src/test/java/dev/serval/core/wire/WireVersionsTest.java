package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** During a rolling update a caller and a replica know different versions of the same record. */
@Timeout(60)
class WireVersionsTest {

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

  private final Release older = new Release("String customer, int amount, String remark");
  private final Release newer = new Release("long placed, String customer, int amount");
  private final AtomicReference<Object> seen = new AtomicReference<>();
  private WireRig rig;

  @BeforeEach
  void open() {
    rig = new WireRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anOlderCallerMeetsANewerReplica() throws Exception {
    Object sent = older.order("Ada", 7, "by bicycle");
    Object answer = call(older, newer, newer.order(99L, "Grace", 8), sent);
    assertThat(seen.get()).isEqualTo(newer.order(0L, "Ada", 7));
    assertThat(answer).isEqualTo(older.order("Grace", 8, null));
  }

  @Test
  void aNewerCallerMeetsAnOlderReplica() throws Exception {
    Object sent = newer.order(99L, "Ada", 7);
    Object answer = call(newer, older, older.order("Grace", 8, "on foot"), sent);
    assertThat(seen.get()).isEqualTo(older.order("Ada", 7, null));
    assertThat(answer).isEqualTo(newer.order(0L, "Grace", 8));
  }

  private Object call(Release caller, Release replica, Object answer, Object sent) {
    WireRig.Host host =
        rig.host(
            rig.options(1 << 20, KEEP_ALIVE, replica.codec),
            replica.descriptor,
            (index, stage, arguments) -> {
              seen.set(arguments[0]);
              return answer;
            });
    WireRig.Caller from =
        rig
        .new Caller(
            rig.options(1 << 20, KEEP_ALIVE, caller.codec), WireRig.DEPLOYMENT, caller.descriptor);
    from.route(host);
    return from.call("check", sent);
  }
}
