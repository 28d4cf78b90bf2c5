package dev.serval.bench.load.handle;

import dev.serval.core.app.ApplicationHost;
import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.ForyCodec;
import dev.serval.core.codec.TypeTable;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.time.SystemTime;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** One process of the application whose one stage echoes: the replica or its caller. */
final class HandleProcess {

  static final String CALLER = "Caller";

  private HandleProcess() {}

  static ApplicationHost host(
      EventLoopGroup loops, String hosted, Map<String, List<String>> endpoints, int port) {
    DeploymentSettings base = DeploymentSettings.of(EchoStage.NAME);
    DeploymentSettings echo =
        new DeploymentSettings(
            base.name(),
            base.stage(),
            1,
            1000,
            base.maxQueuedRequests(),
            base.routing(),
            Map.of(),
            Map.of(),
            null);
    DeploymentSettings caller =
        new DeploymentSettings(
            CALLER,
            EchoStage.NAME,
            1,
            1000,
            base.maxQueuedRequests(),
            base.routing(),
            Map.of(),
            Map.of(),
            null);
    return new ApplicationHost(
        ApplicationSettings.local("bench", List.of(echo, caller))
            .hosting(
                hosted,
                "replica",
                endpoints,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
        EchoStage.bindings(),
        List.of(new ForyCodec(TypeTable.EMPTY, CodecLimits.DEFAULT)),
        new SystemTime(loops),
        loops,
        deployment -> ReplicaObserver.NONE);
  }
}
