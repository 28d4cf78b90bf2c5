package dev.serval.core.codec;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** One release of somebody's classes, compiled in memory and loaded apart from the others. */
final class Version extends ClassLoader {

  static final String PACKAGE = "shop";

  private final Map<String, ByteArrayOutputStream> compiled = new HashMap<>();

  private Version() {
    super(Version.class.getClassLoader());
  }

  /** Compiles top-level types of {@link #PACKAGE}, given without the package statement. */
  static Version of(String types) {
    Version version = new Version();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("mem:///Types.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return "package " + PACKAGE + "; import java.util.*; " + types;
          }
        };
    boolean success =
        compiler
            .getTask(null, version.fileManager(compiler), null, null, null, List.of(source))
            .call();
    if (!success) {
      throw new AssertionError("does not compile: " + types);
    }
    return version;
  }

  /** The class of that simple name. */
  Class<?> type(String name) {
    try {
      return loadClass(PACKAGE + "." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  TypeTable table() {
    return TypeTable.of(
        compiled.keySet().stream()
            .sorted()
            .map(n -> type(n.substring(n.indexOf('.') + 1)))
            .toList());
  }

  /** A new object by the first constructor, which is a record's canonical one. */
  Object make(String name, Object... arguments) {
    try {
      Constructor<?> constructor = type(name).getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  Object constant(String name, String constant) {
    for (Object candidate : type(name).getEnumConstants()) {
      if (candidate.toString().equals(constant)) {
        return candidate;
      }
    }
    throw new AssertionError(constant);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ByteArrayOutputStream bytes = compiled.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes.toByteArray(), 0, bytes.size());
  }

  private JavaFileManager fileManager(JavaCompiler compiler) {
    return new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
      @Override
      public JavaFileObject getJavaFileForOutput(
          Location location,
          String className,
          JavaFileObject.Kind kind,
          javax.tools.FileObject sibling) {
        return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
          @Override
          public OutputStream openOutputStream() {
            return compiled.computeIfAbsent(className, name -> new ByteArrayOutputStream());
          }
        };
      }
    };
  }
}
