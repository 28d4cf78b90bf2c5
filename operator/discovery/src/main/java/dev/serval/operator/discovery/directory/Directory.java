package dev.serval.operator.discovery.directory;

import dev.serval.operator.discovery.ApplicationId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * All applications: their settings and endpoints, with versions.
 *
 * <p>One count gives the versions of all of them, so that an application that is made anew under
 * the name of an earlier one never has a version that the earlier one had. Each keeps a log of what
 * changed, about as long as it has endpoints: from further back everything is told. Safe for
 * several threads.
 */
public final class Directory {

  private final long epoch;
  private final Map<ApplicationId, ApplicationRecord> applications = new HashMap<>();
  private final Map<SliceId, Place> slices = new HashMap<>();
  private long lastVersion;

  /**
   * An empty directory.
   *
   * @param epoch names the life of this directory, whose versions mean nothing in another; not 0
   */
  public Directory(long epoch) {
    if (epoch == 0) {
      throw new IllegalArgumentException("epoch 0 stands for none");
    }
    this.epoch = epoch;
  }

  /** The name of this directory's life. */
  public long epoch() {
    return epoch;
  }

  /** Sets the settings of an application; returns whether they are new. */
  public synchronized boolean putSettings(ApplicationId application, RuntimeSettings settings) {
    return record(application).putSettings(settings, ++lastVersion);
  }

  /**
   * The settings of an application are gone, and so is the application once it has no slices. Until
   * then they stay, since its replicas run with them. Returns whether the application is gone.
   */
  public synchronized boolean removeSettings(ApplicationId application) {
    ApplicationRecord known = applications.get(application);
    if (known == null) {
      return false;
    }
    known.forgetSettings();
    return forgetIfEmpty(application, known);
  }

  /**
   * Replaces a slice of a deployment's endpoints; a slice belongs to one deployment at a time.
   * Returns whether anything changed.
   *
   * @param endpoints by id
   */
  public synchronized boolean putSlice(
      SliceId slice,
      ApplicationId application,
      String deployment,
      Map<String, Endpoint> endpoints) {
    Place place = new Place(application, deployment);
    Place before = slices.put(slice, place);
    boolean changed =
        record(application).putSlice(deployment, slice.name(), endpoints, ++lastVersion);
    boolean moved = before != null && !before.equals(place) && remove(slice, before);
    return changed || moved;
  }

  /** Removes a slice; returns whether anything changed. */
  public synchronized boolean removeSlice(SliceId slice) {
    Place place = slices.remove(slice);
    return place != null && remove(slice, place);
  }

  /** The application that a slice is of, {@code null} if the slice is unknown. */
  public synchronized ApplicationId applicationOf(SliceId slice) {
    Place place = slices.get(slice);
    return place == null ? null : place.application();
  }

  private boolean remove(SliceId slice, Place place) {
    ApplicationRecord known = applications.get(place.application());
    boolean changed = known.removeSlice(place.deployment(), slice.name(), ++lastVersion);
    forgetIfEmpty(place.application(), known);
    return changed;
  }

  private ApplicationRecord record(ApplicationId application) {
    return applications.computeIfAbsent(application, id -> new ApplicationRecord(lastVersion + 1));
  }

  private boolean forgetIfEmpty(ApplicationId application, ApplicationRecord known) {
    return known.isEmpty() && applications.remove(application, known);
  }

  /** The version of an application, from 1; 0 if it is unknown, as it is without settings. */
  public synchronized long version(ApplicationId application) {
    ApplicationRecord known = applications.get(application);
    return known == null || !known.isKnown() ? 0 : known.version();
  }

  /**
   * What to tell one who knows a version of an application, up to now. Everything if {@code from}
   * is 0, is none of this application's or is too long ago.
   */
  public synchronized Difference since(ApplicationId application, long from) {
    ApplicationRecord known = applications.get(application);
    return known == null || !known.isKnown() ? Difference.nothing() : known.since(from);
  }

  /** The ids of the replicas of an application that can be called, by deployment. */
  public synchronized Map<String, Set<String>> replicas(ApplicationId application) {
    ApplicationRecord known = applications.get(application);
    return known == null ? Map.of() : known.ids();
  }

  /** How much there is. */
  public synchronized DirectorySize size() {
    int endpoints = 0;
    int logged = 0;
    for (ApplicationRecord known : applications.values()) {
      endpoints += known.endpoints();
      logged += known.logSize();
    }
    return new DirectorySize(applications.size(), endpoints, logged);
  }

  private record Place(ApplicationId application, String deployment) {}
}
