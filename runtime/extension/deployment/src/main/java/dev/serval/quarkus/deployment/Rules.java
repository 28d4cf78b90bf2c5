package dev.serval.quarkus.deployment;

import dev.serval.quarkus.deployment.handle.ContractFormRule;
import dev.serval.quarkus.deployment.handle.ContractImplementedRule;
import dev.serval.quarkus.deployment.handle.ContractTypesRule;
import dev.serval.quarkus.deployment.handle.EventLoopRule;
import dev.serval.quarkus.deployment.handle.HandleTargetRule;
import dev.serval.quarkus.deployment.handle.StartupCycleRule;
import dev.serval.quarkus.deployment.stage.BatchOptionsRule;
import dev.serval.quarkus.deployment.stage.BatchShapeRule;
import dev.serval.quarkus.deployment.stage.CarriedTypesRule;
import dev.serval.quarkus.deployment.stage.DuplicateStageRule;
import dev.serval.quarkus.deployment.stage.HookRule;
import dev.serval.quarkus.deployment.stage.IngressRule;
import dev.serval.quarkus.deployment.stage.MethodIdRule;
import dev.serval.quarkus.deployment.stage.OverloadRule;
import dev.serval.quarkus.deployment.stage.StageClassRule;
import dev.serval.quarkus.deployment.stage.StageNameRule;
import dev.serval.quarkus.deployment.stage.WeigherRule;
import java.util.List;

/** All rules, in the order in which their breaches are reported. */
final class Rules {

  static final List<Rule> ALL =
      List.of(
          new StageClassRule(),
          new StageNameRule(),
          new DuplicateStageRule(),
          new IngressRule(),
          new OverloadRule(),
          new MethodIdRule(),
          new BatchShapeRule(),
          new BatchOptionsRule(),
          new WeigherRule(),
          new HookRule(),
          new HandleTargetRule(),
          new ContractFormRule(),
          new ContractImplementedRule(),
          new ContractTypesRule(),
          new StartupCycleRule(),
          new EventLoopRule(),
          new CarriedTypesRule());

  private Rules() {}
}
