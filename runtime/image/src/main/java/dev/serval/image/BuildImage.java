package dev.serval.image;

import com.google.cloud.tools.jib.api.RegistryException;
import java.io.IOException;
import java.io.PrintStream;

/** Makes the image of an application and prints its name and digest. */
public final class BuildImage {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private BuildImage() {}

  /** See {@link ImageOptions#USAGE}. */
  public static void main(String[] arguments) throws InterruptedException {
    int status = run(System.out, System.err, arguments);
    // Jib's pools of threads would keep the process for another minute.
    System.exit(status);
  }

  static int run(PrintStream out, PrintStream err, String... arguments)
      throws InterruptedException {
    try {
      ImageOptions options = ImageOptions.parse(arguments);
      out.println(options.name() + " " + new ApplicationImage(options).build());
      return 0;
    } catch (UsageException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    } catch (IOException | RegistryException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }
}
