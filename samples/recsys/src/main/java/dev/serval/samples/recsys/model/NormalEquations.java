package dev.serval.samples.recsys.model;

import java.util.Arrays;

/**
 * A symmetric positive definite system {@code A x = b} of fixed size, filled and solved over and
 * over without allocating. Only the upper triangle of {@code A} is kept.
 */
final class NormalEquations {
  private final int size;
  private final double[][] a;
  private final double[] b;

  NormalEquations(int size) {
    this.size = size;
    this.a = new double[size][size];
    this.b = new double[size];
  }

  /** Sets {@code A} to {@code matrix + diagonal · I} and {@code b} to zero. */
  void reset(double[][] matrix, double diagonal) {
    for (int i = 0; i < size; i++) {
      System.arraycopy(matrix[i], i, a[i], i, size - i);
      a[i][i] += diagonal;
      b[i] = 0;
    }
  }

  /** Adds {@code weight · v vᵀ} to {@code A} and {@code target · v} to {@code b}. */
  void add(double[] v, double weight, double target) {
    for (int i = 0; i < size; i++) {
      b[i] += target * v[i];
      axpy(a[i], weight * v[i], v, i, size);
    }
  }

  /**
   * Solves into {@code x} by Cholesky's decomposition {@code A = RᵀR}; {@code A} and {@code b} are
   * spent afterwards.
   *
   * @throws ArithmeticException if {@code A} is not positive definite
   */
  void solve(double[] x) {
    for (int k = 0; k < size; k++) {
      double[] pivotRow = a[k];
      if (!(pivotRow[k] > 0)) {
        throw new ArithmeticException("not positive definite at " + k + ": " + pivotRow[k]);
      }
      double inverse = 1 / Math.sqrt(pivotRow[k]);
      for (int j = k; j < size; j++) {
        pivotRow[j] *= inverse;
      }
      for (int i = k + 1; i < size; i++) {
        axpy(a[i], -pivotRow[i], pivotRow, i, size);
      }
      // The forward substitution of Rᵀ y = b goes along.
      b[k] /= pivotRow[k];
      axpy(b, -b[k], pivotRow, k + 1, size);
    }
    for (int k = size - 1; k >= 0; k--) {
      double sum = b[k];
      for (int j = k + 1; j < size; j++) {
        sum -= a[k][j] * x[j];
      }
      x[k] = sum / a[k][k];
    }
  }

  /**
   * {@code y += factor · x} over a range. Both arrays have the same index, which is the form that
   * the compiler turns into vector instructions.
   */
  private static void axpy(double[] y, double factor, double[] x, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] += factor * x[j];
    }
  }

  /** The upper triangle of {@code Σ v vᵀ} over all {@code vectors}, written over {@code gram}. */
  static void gram(double[][] vectors, double[][] gram) {
    for (double[] row : gram) {
      Arrays.fill(row, 0);
    }
    for (double[] v : vectors) {
      for (int i = 0; i < v.length; i++) {
        axpy(gram[i], v[i], v, i, v.length);
      }
    }
  }
}
