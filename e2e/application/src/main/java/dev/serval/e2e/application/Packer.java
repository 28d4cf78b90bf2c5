package dev.serval.e2e.application;

import dev.serval.api.Batch;
import dev.serval.api.Stage;
import java.util.Collections;
import java.util.List;

/** Packs what comes at the same time together; each for itself until it is told otherwise. */
@Stage
public class Packer {

  /** Takes as long as the longest of them. */
  @Batch(maxSize = 1)
  public List<String> pack(List<Integer> millis) throws InterruptedException {
    Thread.sleep(Collections.max(millis));
    return Collections.nCopies(millis.size(), millis.size() + " together by " + PodName.OWN);
  }
}
