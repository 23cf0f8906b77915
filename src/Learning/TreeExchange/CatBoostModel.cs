using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Brings in models that CatBoost saved as JSON (<c>model.save_model("model.json", format="json")</c>): oblivious and non-symmetric trees
/// over numeric features.</summary>
/// <remarks>
/// <para>CatBoost rounds every value to single precision and asks whether it is above the border; the borders are moved here such that values
/// in double precision take the same way, bit for bit. NaN goes by nan_value_treatment: to the side of large values for AsTrue, else to that of
/// small ones.</para>
/// <para>A score is what <c>predict</c> of CatBoost means by the loss function: a probability for Logloss and CrossEntropy, class probabilities for
/// MultiClass, exp of the sum for Poisson and Tweedie, the sum for other losses. Classes are numbered from 0 in the order of the file; for
/// MultiClassOneVsAll probabilities are divided by their sum here, which CatBoost leaves out.</para>
/// <para>Refused, with a message: splits on categories, text or embeddings, since CatBoost hashes categories or turns them into target
/// statistics, both of which need its tables; losses of several targets; losses unknown here.</para>
/// </remarks>
public static class CatBoostModel
{
    /// <summary>Reads a model: a <see cref="Trees.TreesModel"/>, or for several classes a <see cref="Trees.TreesClassifier"/>.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="schema">The schema that the model is to have, matched by name; null to make one of the names in the file.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or says what we cannot; the message names the place.</exception>
    public static IModel Read(ReadOnlyMemory<byte> file, FeatureSchema? schema = null) => new CatBoostReader(JsonFile.Read(file), schema, file.Length).Read();

    /// <summary>Reads a model from where the stream stands to its end.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or says what we cannot; the message names the place.</exception>
    public static IModel Read(Stream file, FeatureSchema? schema = null) => Read(ForeignFile.Bytes(file), schema);
}
