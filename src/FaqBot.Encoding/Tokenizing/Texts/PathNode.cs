namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>The best way to reach a place of a word.</summary>
/// <param name="Score">What its pieces are worth together.</param>
/// <param name="Start">Where its last piece starts; −1 when the place is not reached.</param>
/// <param name="Id">Id of its last piece.</param>
internal readonly record struct PathNode(double Score, int Start, int Id);
