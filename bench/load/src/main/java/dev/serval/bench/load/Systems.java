package dev.serval.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every system the harness knows, by the order of their columns. */
public final class Systems {

  /** What runs when nothing is named: everything that needs no installation. */
  public static final List<String> DEFAULT =
      List.of("serval", "serval-one-jvm", "quarkus", "netty-echo");

  private static final List<Function<Host, SystemUnderTest>> ALL =
      List.of(
          ServalPeer::system,
          ServalPeer::inOneJvm,
          ServalPeer::busyPolling,
          QuarkusPeer::system,
          NettyEchoPeer::system,
          PythonPeer::ray,
          PythonPeer::rayOptimized,
          PythonPeer::bento);

  private Systems() {}

  /** Returns all systems. */
  public static List<SystemUnderTest> all(Host host) {
    return ALL.stream().map(system -> system.apply(host)).toList();
  }

  /** Returns the named systems in the order given. */
  public static List<SystemUnderTest> named(List<String> names, Host host) {
    Map<String, SystemUnderTest> known = new LinkedHashMap<>();
    all(host).forEach(system -> known.put(system.name(), system));
    List<SystemUnderTest> chosen = new ArrayList<>();
    for (String name : names) {
      SystemUnderTest system = known.get(name);
      if (system == null) {
        throw new BenchException("Unknown system " + name + "; there are " + known.keySet());
      }
      chosen.add(system);
    }
    return chosen;
  }
}
