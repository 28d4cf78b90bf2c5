package dev.serval.operator.hub.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.directory.Endpoint;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsOfSliceTest {

  @Test
  void thoseThatAreReadyAndNotTerminating() {
    Map<String, Endpoint> endpoints =
        EndpointsOfSlice.of(
            slice(
                """
                addressType: IPv4
                ports: [{name: metrics, port: 9000}, {name: wire, port: 9400}]
                endpoints:
                - {addresses: [10.0.0.1], conditions: {ready: true}, nodeName: n1, zone: z1, targetRef: {kind: Pod, name: a}}
                - {addresses: [10.0.0.2], conditions: {}, targetRef: {kind: Pod, name: says-nothing}}
                - {addresses: [10.0.0.3], conditions: {ready: false}, targetRef: {kind: Pod, name: unready}}
                - {addresses: [10.0.0.4], conditions: {ready: true, terminating: true}, targetRef: {kind: Pod, name: going}}
                - {addresses: [10.0.0.5], conditions: {ready: true}, targetRef: {kind: Node, name: no-pod}}
                - {addresses: [10.0.0.6], conditions: {ready: true}}
                """));

    assertThat(endpoints)
        .isEqualTo(
            Map.of(
                "a",
                new Endpoint("a", "10.0.0.1:9400", "n1", "z1"),
                "says-nothing",
                new Endpoint("says-nothing", "10.0.0.2:9400", "", "")));
  }

  @Test
  void anIpv6AddressIsInBrackets() {
    assertThat(
            EndpointsOfSlice.of(
                    slice(
                        """
                        addressType: IPv6
                        ports: [{name: wire, port: 9400}]
                        endpoints:
                        - {addresses: ["2001:db8::1"], targetRef: {kind: Pod, name: a}}
                        """))
                .get("a")
                .address())
        .isEqualTo("[2001:db8::1]:9400");
  }

  @Test
  void withoutThePortThereIsNobody() {
    assertThat(
            EndpointsOfSlice.of(
                slice(
                    """
                    addressType: IPv4
                    ports: []
                    endpoints:
                    - {addresses: [10.0.0.1], targetRef: {kind: Pod, name: a}}
                    """)))
        .isEmpty();
    assertThat(EndpointsOfSlice.of(slice("addressType: IPv4"))).isEmpty();
  }

  @Test
  void settingsAreTheProperties() {
    ConfigMap map =
        new ConfigMapBuilder()
            .addToData("application.properties", "a.\"B\".c=x\\:1\nd=\\\\$5 \u00e9\n")
            .build();

    assertThat(SettingsOfConfigMap.of(map).orElseThrow().values())
        .isEqualTo(Map.of("a.\"B\".c", "x:1", "d", "\\$5 \u00e9"));
    assertThat(SettingsOfConfigMap.of(map).orElseThrow().hash())
        .isEqualTo(SettingsOfConfigMap.of(map).orElseThrow().hash())
        .hasSize(16);
    assertThat(SettingsOfConfigMap.of(new ConfigMap())).isEmpty();
  }

  private static EndpointSlice slice(String yaml) {
    return Serialization.unmarshal(yaml, EndpointSlice.class);
  }
}
