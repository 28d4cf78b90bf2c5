package dev.serval.core.wire;

import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.ForyCodec;
import dev.serval.core.codec.TypeTable;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A release of somebody's application, whose record {@code Order} differs from other releases'. */
final class Release extends ClassLoader {

  final Class<?> order;
  final ForyCodec codec;
  final StageDescriptor descriptor;

  /**
   * @param components of the record {@code shop.Order}
   */
  Release(String components) {
    super(Release.class.getClassLoader());
    byte[] bytes = compile("package shop; public record Order(" + components + ") {}");
    order = defineClass("shop.Order", bytes, 0, bytes.length);
    codec = new ForyCodec(TypeTable.of(order), CodecLimits.DEFAULT);
    descriptor =
        new StageDescriptor(
            "Orders",
            "shop.Orders",
            List.of(
                new StageMethod(
                    0,
                    "check",
                    List.of(order),
                    order,
                    StageMethod.ResultShape.VALUE,
                    StageMethod.Execution.VIRTUAL_THREAD,
                    false,
                    null,
                    null)));
  }

  Object order(Object... components) throws ReflectiveOperationException {
    Constructor<?> constructor = order.getDeclaredConstructors()[0];
    return constructor.newInstance(components);
  }

  private static byte[] compile(String source) {
    ByteArrayOutputStream compiled = new ByteArrayOutputStream();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("mem:///Order.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaFileManager files =
        new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                return compiled;
              }
            };
          }
        };
    if (!compiler.getTask(null, files, null, null, null, List.of(file)).call()) {
      throw new AssertionError("does not compile: " + source);
    }
    return compiled.toByteArray();
  }
}
