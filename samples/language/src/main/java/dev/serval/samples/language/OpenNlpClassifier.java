package dev.serval.samples.language;

import dev.serval.api.CpuBound;
import dev.serval.api.Idempotent;
import dev.serval.api.Stage;
import java.io.IOException;
import java.io.InputStream;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetector;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Classifies with the language detector of Apache OpenNLP, which knows 103 languages. */
@Stage("LanguageClassifier")
public class OpenNlpClassifier {

  private static final String MODEL = "/langdetect-183.bin";

  private final LanguageDetector detector;

  /** Loads the model, which takes part of a second: replicas are not ready before. */
  public OpenNlpClassifier() throws IOException {
    try (InputStream model = OpenNlpClassifier.class.getResourceAsStream(MODEL)) {
      if (model == null) {
        throw new IOException("The language model " + MODEL + " is not on the class path");
      }
      detector = new LanguageDetectorME(new LanguageDetectorModel(model));
    }
  }

  /** Finds out the language of {@code text}. Computes, so it runs on the CPU pool. */
  @CpuBound
  @Idempotent
  public Detection classify(String text) {
    Language language = detector.predictLanguage(text);
    return new Detection(language.getLang(), language.getConfidence());
  }
}
