package dev.serval.quarkus.deployment.handle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which methods the methods of one class call. */
final class CallGraph {

  private static final int ASM = Opcodes.ASM9;

  private final String className;
  private final Map<String, List<String>> calls = new HashMap<>();

  private CallGraph(String className) {
    this.className = className;
  }

  /** Reads the class, which is there at build time; one that is not calls nothing. */
  static CallGraph of(String className) {
    CallGraph graph = new CallGraph(className);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream code = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
      if (code != null) {
        new ClassReader(code)
            .accept(graph.reader(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      }
      return graph;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Class " + className + " cannot be read", unreadable);
    }
  }

  /**
   * The first of the {@code wanted} methods that is called, itself or through other methods of the
   * class.
   *
   * @param method name and descriptor
   * @param wanted class, name and descriptor, as in {@code a.B.c()V}
   */
  Optional<String> firstCallFrom(String method, Set<String> wanted) {
    Deque<String> toVisit = new ArrayDeque<>(List.of(method));
    Set<String> visited = new HashSet<>();
    String own = className + ".";
    while (!toVisit.isEmpty()) {
      String at = toVisit.removeFirst();
      if (!visited.add(at)) {
        continue;
      }
      for (String call : calls.getOrDefault(at, List.of())) {
        if (wanted.contains(call)) {
          return Optional.of(call);
        }
        if (call.startsWith(own)) {
          toVisit.add(call.substring(own.length()));
        }
      }
    }
    return Optional.empty();
  }

  private ClassVisitor reader() {
    return new ClassVisitor(ASM) {
      @Override
      public MethodVisitor visitMethod(
          int access, String name, String descriptor, String signature, String[] exceptions) {
        return calls(calls.computeIfAbsent(name + descriptor, absent -> new ArrayList<>()));
      }
    };
  }

  private static MethodVisitor calls(List<String> calls) {
    return new MethodVisitor(ASM) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean isInterface) {
        calls.add(call(owner, name, descriptor));
      }

      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        for (Object argument : arguments) {
          if (argument instanceof Handle target) {
            calls.add(call(target.getOwner(), target.getName(), target.getDesc()));
          }
        }
      }
    };
  }

  private static String call(String owner, String name, String descriptor) {
    return owner.replace('/', '.') + "." + name + descriptor;
  }
}
