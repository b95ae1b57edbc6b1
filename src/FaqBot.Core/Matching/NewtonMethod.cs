using System.Numerics.Tensors;

namespace FaqBot.Core.Matching;

/// <summary>Maximises a concave log likelihood of few weights with a normal prior.</summary>
internal static class NewtonMethod
{
    private const int MaxSteps = 100;
    private const double LongestStep = 20;

    /// <summary>Gradient and negative Hessian of a log likelihood.</summary>
    /// <param name="count">Number of weights.</param>
    internal sealed class Derivatives(int count)
    {
        /// <summary>First derivatives, [count].</summary>
        public double[] Gradient { get; } = new double[count];

        /// <summary>Negative second derivatives, [count, count].</summary>
        public double[,] Curvature { get; } = new double[count, count];

        /// <summary>Adds a sample of a logistic regression.</summary>
        public void AddLogistic(double[] features, bool right, double weight, double[] weights)
        {
            double p = 1 / (1 + Math.Exp(-TensorPrimitives.Dot<double>(features, weights)));
            for (int i = 0; i < features.Length; i++)
            {
                Gradient[i] += weight * ((right ? 1 : 0) - p) * features[i];
                for (int j = 0; j < features.Length; j++)
                {
                    Curvature[i, j] += weight * p * (1 - p) * features[i] * features[j];
                }
            }
        }

        /// <summary>Adds a sample of a conditional logit: one of several alternatives was right.</summary>
        public void AddConditionalLogit(double[][] alternatives, int right, double weight, double[] weights)
        {
            double[] shares = [.. alternatives.Select(features => TensorPrimitives.Dot<double>(features, weights))];
            TensorPrimitives.SoftMax<double>(shares, shares);
            double[] mean = new double[weights.Length];
            for (int a = 0; a < alternatives.Length; a++)
            {
                TensorPrimitives.MultiplyAdd(alternatives[a], shares[a], mean, mean);
            }

            for (int i = 0; i < mean.Length; i++)
            {
                Gradient[i] += weight * (alternatives[right][i] - mean[i]);
                for (int j = 0; j < mean.Length; j++)
                {
                    double product = 0;
                    for (int a = 0; a < alternatives.Length; a++)
                    {
                        product += shares[a] * alternatives[a][i] * alternatives[a][j];
                    }

                    Curvature[i, j] += weight * (product - (mean[i] * mean[j]));
                }
            }
        }
    }

    /// <summary>Finds the weights.</summary>
    /// <param name="prior">Mean of the prior, [count]; not changed.</param>
    /// <param name="precision">Precision of the prior: how much a weight's squared distance from it costs, halved.</param>
    /// <param name="firstFree">Weights before this one (an intercept) have no prior to speak of.</param>
    /// <param name="differentiate">Adds the derivatives of the log likelihood at given weights.</param>
    /// <returns>The weights, [count].</returns>
    public static double[] Maximize(double[] prior, double precision, int firstFree, Action<double[], Derivatives> differentiate)
    {
        double[] weights = [.. prior];
        for (int step = 0; step < MaxSteps; step++)
        {
            Derivatives derivatives = new(weights.Length);
            differentiate(weights, derivatives);
            for (int i = 0; i < weights.Length; i++)
            {
                double cost = i < firstFree ? precision * 1e-6 : precision;
                derivatives.Gradient[i] -= cost * (weights[i] - prior[i]);
                derivatives.Curvature[i, i] += cost;
            }

            double[] change = Solve(derivatives.Curvature, derivatives.Gradient);
            double longest = TensorPrimitives.MaxMagnitude<double>(change);
            double size = Math.Abs(longest);
            TensorPrimitives.MultiplyAdd(change, size > LongestStep ? LongestStep / size : 1, weights, weights);
            if (size < 1e-9)
            {
                break;
            }
        }

        return weights;
    }

    /// <summary>Gaussian elimination with partial pivoting of a small positive definite system.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int count = right.Length;
        for (int pivot = 0; pivot < count; pivot++)
        {
            int best = Enumerable.Range(pivot, count - pivot).MaxBy(row => Math.Abs(matrix[row, pivot]));
            (right[pivot], right[best]) = (right[best], right[pivot]);
            for (int column = 0; column < count; column++)
            {
                (matrix[pivot, column], matrix[best, column]) = (matrix[best, column], matrix[pivot, column]);
            }

            for (int row = 0; row < count; row++)
            {
                double factor = row == pivot ? 0 : matrix[row, pivot] / matrix[pivot, pivot];
                right[row] -= factor * right[pivot];
                for (int column = pivot; column < count; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }
            }
        }

        return [.. Enumerable.Range(0, count).Select(row => right[row] / matrix[row, row])];
    }
}
