package dev.serval.operator.plan.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectNameTest {

  private static final String LABEL = "[a-z]([a-z0-9-]*[a-z0-9])?";

  @ParameterizedTest
  @CsvSource({
    "ItemRankingModel, item-ranking-model",
    "Stage0, stage0",
    "Model2B, model2-b",
    "A, a",
  })
  void pascalCaseBecomesKebabCase(String deployment, String expected) {
    assertThat(ObjectName.ofDeployment("shop", deployment)).isEqualTo("shop-" + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "item-ranking, item-ranking",
    "itemRanking, item-ranking",
    "Item-Ranking, item-ranking",
    "HTTPServer, http-server",
    "Model-2, model-2",
    "a--b, a--b",
  })
  void whatAnotherCouldBecomeTooGetsAHash(String deployment, String readable) {
    assertThat(ObjectName.ofDeployment("shop", deployment))
        .matches("shop-" + readable + "-[0-9a-f]{8}");
  }

  @Test
  void longNamesAreCutAndStayApart() {
    String application = "a".repeat(63);
    String one = ObjectName.ofDeployment(application, "B".repeat(63));
    String another = ObjectName.ofDeployment(application, "C".repeat(63));

    assertThat(one).matches(LABEL).matches("a{20}-b{33}-[0-9a-f]{8}").isNotEqualTo(another);
    assertThat(ObjectName.ofDeployment("a".repeat(55), "Front")).hasSize(61);
    assertThat(ObjectName.ofDeployment("a".repeat(58), "Front")).matches("a{20}-front-[0-9a-f]{8}");
  }

  @ParameterizedTest
  @CsvSource({"shop, shop", "my.shop, my-shop-[0-9a-f]{8}", "2shop, app-2shop-[0-9a-f]{8}"})
  void theIngressServiceIsAnAllowedName(String application, String expected) {
    assertThat(ObjectName.ofApplication(application)).matches(expected).matches(LABEL);
  }

  @Test
  void applicationsThatBecomeTheSameStayApart() {
    assertThat(ObjectName.ofDeployment("my.shop", "Front"))
        .isNotEqualTo(ObjectName.ofDeployment("my-shop", "Front"))
        .matches(LABEL);
  }
}
