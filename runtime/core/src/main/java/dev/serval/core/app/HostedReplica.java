package dev.serval.core.app;

import dev.serval.core.stage.StageReplica;

/**
 * A replica in this process, with what is needed to end it.
 *
 * @param replica runs the calls
 * @param binding of its stage
 * @param instance of its stage
 */
public record HostedReplica(
    StageReplica replica, StageBinding binding, StageBinding.Instance instance) {

  /**
   * Gives the stage a user configuration.
   *
   * @throws Exception if it cannot be decoded to what the stage takes, or the stage refuses it
   */
  void reconfigure(Object userConfig) throws Exception {
    binding.hooks().reconfigure(instance.stage(), userConfig);
  }

  /**
   * Asks the stage whether it is healthy.
   *
   * @throws Exception if it is not; the message says why
   */
  public void checkHealth() throws Exception {
    binding.hooks().checkHealth(instance.stage());
  }

  /** Whether the stage can be asked for its health; one that can't is healthy. */
  public boolean checksHealth() {
    return binding.hooks().checksHealth();
  }
}
