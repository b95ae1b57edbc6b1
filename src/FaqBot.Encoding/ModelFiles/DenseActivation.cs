namespace FaqBot.Encoding.ModelFiles;

/// <summary>What is applied to the result of a <see cref="DenseModule"/>.</summary>
public enum DenseActivation
{
    /// <summary>Nothing.</summary>
    Identity,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The greater of 0 and the value.</summary>
    Relu,

    /// <summary>x · Φ(x), with the error function.</summary>
    Gelu,

    /// <summary>1 / (1 + e^−x).</summary>
    Sigmoid,
}
