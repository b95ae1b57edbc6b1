using System.Numerics.Tensors;

namespace FaqBot.Core.Matching;

/// <summary>Maximises a concave log likelihood of few weights with a normal prior.</summary>
internal static class NewtonMethod
{
    private const int MaxSteps = 100;
    private const double LongestStep = 20, ShortestStep = 1e-9, LeastProbability = 1e-300;

    /// <summary>Gradient and negative Hessian of a log likelihood.</summary>
    /// <param name="count">Number of weights.</param>
    internal sealed class Derivatives(int count)
    {
        /// <summary>First derivatives, [count].</summary>
        public double[] Gradient { get; } = new double[count];

        /// <summary>Negative second derivatives, [count][count].</summary>
        public double[][] Curvature { get; } = [.. Enumerable.Range(0, count).Select(_ => new double[count])];

        /// <summary>The log likelihood.</summary>
        public double Value { get; set; }

        /// <summary>Adds a sample of a logistic regression.</summary>
        public void AddLogistic(double[] features, bool right, double weight, double[] weights)
        {
            double p = 1 / (1 + Math.Exp(-TensorPrimitives.Dot<double>(features, weights)));
            Value += weight * Math.Log(Math.Max(LeastProbability, right ? p : 1 - p));
            TensorPrimitives.MultiplyAdd(features, weight * ((right ? 1 : 0) - p), Gradient, Gradient);
            AddProduct(features, weight * p * (1 - p));
        }

        /// <summary>Adds a sample of a conditional logit: one of several alternatives was right.</summary>
        public void AddConditionalLogit(double[][] alternatives, int right, double weight, double[] weights)
        {
            double[] shares = [.. alternatives.Select(features => TensorPrimitives.Dot<double>(features, weights))];
            Softmax.Apply(shares);
            Value += weight * Math.Log(Math.Max(LeastProbability, shares[right]));
            double[] mean = new double[weights.Length];
            for (int a = 0; a < alternatives.Length; a++)
            {
                TensorPrimitives.MultiplyAdd(alternatives[a], shares[a], mean, mean);
                AddProduct(alternatives[a], weight * shares[a]);
            }

            TensorPrimitives.MultiplyAdd(alternatives[right], weight, Gradient, Gradient);
            TensorPrimitives.MultiplyAdd(mean, -weight, Gradient, Gradient);
            AddProduct(mean, -weight);
        }

        /// <summary>Adds the product of a vector with itself.</summary>
        private void AddProduct(double[] vector, double factor)
        {
            for (int i = 0; i < vector.Length; i++)
            {
                if (vector[i] != 0)
                {
                    TensorPrimitives.MultiplyAdd(vector, factor * vector[i], Curvature[i], Curvature[i]);
                }
            }
        }
    }

    /// <summary>Finds the weights.</summary>
    /// <param name="prior">Mean of the prior, [count]; not changed.</param>
    /// <param name="precision">Precision of the prior: how much a weight's squared distance from it costs, halved.</param>
    /// <param name="firstFree">Weights before this one (an intercept) have no prior to speak of.</param>
    /// <param name="differentiate">Adds the derivatives of the log likelihood at given weights.</param>
    /// <param name="isFixed">Which weights stay as the prior has them, [count]; null: none.</param>
    /// <returns>The weights, [count].</returns>
    public static double[] Maximize(
        double[] prior, double precision, int firstFree, Action<double[], Derivatives> differentiate, bool[]? isFixed = null)
    {
        double[] weights = [.. prior];
        Derivatives here = At(weights);
        for (int step = 0; step < MaxSteps; step++)
        {
            double[] change = Solve(here.Curvature, here.Gradient);
            double longest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(change)), size = Math.Min(1, LongestStep / longest);
            (double[] Weights, Derivatives Derivatives) next = default;

            // A full step can lead past the maximum where the likelihood bends unlike a parabola.
            do
            {
                double[] moved = new double[weights.Length];
                TensorPrimitives.MultiplyAdd(change, size, weights, moved);
                next = (moved, At(moved));
                size /= 2;
            }
            while (Objective(next.Weights, next.Derivatives) < Objective(weights, here) && size * longest > ShortestStep);

            (weights, here) = next;
            if (longest < ShortestStep)
            {
                break;
            }
        }

        return weights;

        Derivatives At(double[] place)
        {
            Derivatives derivatives = new(place.Length);
            differentiate(place, derivatives);
            for (int i = 0; i < place.Length; i++)
            {
                double cost = CostOf(i);
                derivatives.Gradient[i] -= cost * (place[i] - prior[i]);
                derivatives.Curvature[i][i] += cost;
            }

            Fix(derivatives, isFixed ?? []);
            return derivatives;
        }

        double CostOf(int i) => i < firstFree ? precision * 1e-6 : precision;

        double Objective(double[] place, Derivatives derivatives) =>
            derivatives.Value - place.Select((weight, i) => CostOf(i) * (weight - prior[i]) * (weight - prior[i]) / 2).Sum();
    }

    /// <summary>Takes weights out of a step.</summary>
    private static void Fix(Derivatives derivatives, bool[] isFixed)
    {
        for (int i = 0; i < isFixed.Length; i++)
        {
            if (isFixed[i])
            {
                derivatives.Gradient[i] = 0;
                for (int j = 0; j < isFixed.Length; j++)
                {
                    derivatives.Curvature[i][j] = derivatives.Curvature[j][i] = i == j ? 1 : 0;
                }
            }
        }
    }

    /// <summary>Gaussian elimination with partial pivoting of a small positive definite system.</summary>
    private static double[] Solve(double[][] matrix, double[] right)
    {
        int count = right.Length;
        for (int pivot = 0; pivot < count; pivot++)
        {
            int best = Enumerable.Range(pivot, count - pivot).MaxBy(row => Math.Abs(matrix[row][pivot]));
            (right[pivot], right[best]) = (right[best], right[pivot]);
            (matrix[pivot], matrix[best]) = (matrix[best], matrix[pivot]);
            for (int row = 0; row < count; row++)
            {
                double factor = row == pivot ? 0 : matrix[row][pivot] / matrix[pivot][pivot];
                right[row] -= factor * right[pivot];
                TensorPrimitives.MultiplyAdd(matrix[pivot], -factor, matrix[row], matrix[row]);
            }
        }

        return [.. Enumerable.Range(0, count).Select(row => right[row] / matrix[row][row])];
    }
}
