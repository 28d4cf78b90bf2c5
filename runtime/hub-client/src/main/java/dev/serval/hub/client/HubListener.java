package dev.serval.hub.client;

import dev.serval.core.route.ReplicaEndpoint;
import java.util.Collection;
import java.util.Map;

/** Told what the hub says, on one event loop, which it must not block. */
public interface HubListener {

  /** What was told of replicas is true from now on and kept up to date. */
  void connected();

  /** What was told of replicas may not be true any more. */
  void disconnected();

  /**
   * Replicas of some deployments.
   *
   * @param changed all replicas of each deployment of which something changed; of one that is gone
   *     none
   */
  void endpoints(Map<String, Collection<ReplicaEndpoint>> changed);

  /**
   * The settings of the application have changed. {@link HubClient#report} is to follow, unless
   * newer ones do.
   *
   * @param hash names them
   * @param values all of them, by key, of each deployment that the application has
   */
  void settings(String hash, Map<String, String> values);
}
