package dev.serval.operator.plan.topology;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import java.util.ArrayList;
import java.util.List;

/** A deployment's user configuration as settings, a key for each of its leaves. */
public final class UserConfig {

  private static final String MEANINGFUL = ".\"[]\\";

  private final Settings settings = new Settings();
  private final List<String> unreadable = new ArrayList<>();

  private UserConfig() {}

  /** The user configuration of {@code deployment}, which may have none. */
  public static UserConfig of(ResolvedDeployment deployment) {
    UserConfig config = new UserConfig();
    JsonNode value = deployment.spec().userConfig();
    if (value != null) {
      String key = SettingKey.ofDeployment(deployment.name(), "user-config");
      config.addFields(key, deployment.path() + ".userConfig", value);
    }
    return config;
  }

  /**
   * The paths of what a key and a text can't say: empty texts, objects and lists, {@code null} in a
   * list, and fields whose names have characters that mean something in a key.
   */
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  Settings settings() {
    return settings;
  }

  private void add(String key, String path, JsonNode value) {
    if (value.isEmpty() && value.isContainerNode()
        || value.isTextual() && value.asText().isEmpty()) {
      unreadable.add(path);
    } else if (value.isObject()) {
      addFields(key, path, value);
    } else if (value.isArray()) {
      addElements(key, path, value);
    } else {
      settings.set(key, value.asText());
    }
  }

  /** A field that is {@code null} is as good as one that isn't there. */
  private void addFields(String key, String path, JsonNode object) {
    object
        .properties()
        .forEach(
            field -> {
              String at = path + '.' + field.getKey();
              if (!isReadable(field.getKey())) {
                unreadable.add(at);
              } else if (!field.getValue().isNull()) {
                add(key + '.' + field.getKey(), at, field.getValue());
              }
            });
  }

  private void addElements(String key, String path, JsonNode list) {
    for (int i = 0; i < list.size(); i++) {
      String at = '[' + Integer.toString(i) + ']';
      if (list.get(i).isNull()) {
        unreadable.add(path + at);
      } else {
        add(key + at, path + at, list.get(i));
      }
    }
  }

  private static boolean isReadable(String field) {
    return !field.isEmpty() && field.chars().noneMatch(c -> MEANINGFUL.indexOf(c) >= 0);
  }
}
