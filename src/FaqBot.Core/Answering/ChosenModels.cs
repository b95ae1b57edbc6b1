using FaqBot.Core.Storage;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>Loads the models that were chosen for knowledge bases.</summary>
/// <param name="library">Where they are installed.</param>
/// <param name="options">How the model of a folder uses the machine.</param>
public sealed class ChosenModels(ModelLibrary library, Func<string, EncoderOptions> options)
{
    /// <summary>Loads one; the caller is its first user.</summary>
    /// <param name="model">The model as <see cref="ModelAssignment.Model"/> names it.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="ModelException">It is not installed or cannot be used, which is nothing to the other knowledge bases.</exception>
    public LoadedEncoder Load(string model)
    {
        try
        {
            string folder = library.Locate(model).Folder;
            return LoadedEncoder.Load(folder, options(folder));
        }
        catch (ModelLibraryException exception)
        {
            throw new ModelException(model, exception.Faults, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(
                model, [$"its files cannot be read ({exception.Message.TrimEnd('.')}); make them readable for this process"], exception);
        }
    }
}
