package dev.serval.operator.metricsapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {

  private final ConnectionBudget budget = new ConnectionBudget(3, 2);

  @Test
  void oneAddressCanNotTakeAll() throws UnknownHostException {
    assertThat(budget.take(address(1))).isTrue();
    assertThat(budget.take(address(1))).isTrue();
    assertThat(budget.take(address(1))).isFalse();
    assertThat(budget.take(address(2))).isTrue();
    assertThat(budget.take(address(3))).as("all are taken").isFalse();

    budget.giveBack(address(1));

    assertThat(budget.open()).isEqualTo(2);
    assertThat(budget.take(address(3))).isTrue();
    assertThat(budget.take(address(1))).isFalse();
  }

  @Test
  void placesComeBack() throws UnknownHostException {
    for (int i = 0; i < 10; i++) {
      assertThat(budget.take(address(1))).isTrue();
      assertThat(budget.take(address(1))).isTrue();
      budget.giveBack(address(1));
      budget.giveBack(address(1));
    }
    assertThat(budget.open()).isZero();
  }

  private static InetAddress address(int number) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number});
  }
}
