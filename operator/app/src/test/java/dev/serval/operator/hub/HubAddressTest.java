package dev.serval.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubAddressTest {

  @ParameterizedTest
  @CsvSource({
    "serval-hub.serval-system.svc.cluster.local:9443,serval-hub.serval-system.svc.cluster.local,9443",
    "198.18.0.1:1,198.18.0.1,1",
    "[2001:db8::1]:65535,2001:db8::1,65535"
  })
  void aHostAndAPort(String text, String host, int port) {
    assertThat(HubAddress.parse(text)).isEqualTo(new HubAddress(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hub", ":1", "hub:", "hub:0", "hub:65536", "hub:x", "2001:db8::1"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> HubAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no HOST:PORT");
  }
}
