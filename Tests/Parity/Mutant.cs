using System.Globalization;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Parity;

/// <summary>A body in which one thing is altered.</summary>
/// <param name="Path">Of what is altered; empty where the whole is gone.</param>
/// <param name="Body">Null where the whole is gone.</param>
internal sealed record Mutant(Element Element, string Path, string Alteration, JsonObject? Body)
{
    private static readonly (string Standby, string Other)[] Places = [("secondary", "primary"), ("us-west-2", "us-east-1"), ("10.1.", "10.0.")];

    public override string ToString() => $"{Comparison.Key(Element)}: {Path} {Alteration}";

    /// <summary>Without it, and with each of its attributes, blocks and items in turn gone or changed.</summary>
    public static IEnumerable<Mutant> Of(Element element) => Alterations(element.WithoutMetadata())
        .Select(each => new Mutant(element, each.Path, each.What, WithMetadata(element, each.Node!.AsObject())))
        .Prepend(new Mutant(element, "", "gone", null));

    /// <summary>Of a part of a body only.</summary>
    public static IEnumerable<Mutant> OfPart(Element element, string argument) =>
        from each in Alterations(element.Body[argument])
        let body = element.Body.DeepClone().AsObject()
        select new Mutant(element, Attributes.Join(argument, each.Path), each.What, With(body, argument, each.Node));

    /// <summary>What somebody says of the file in which it stands. The file is changed in place, and changed back: a copy takes longer than a law.</summary>
    public T Within<T>(SynthesizedStack stack, Func<SynthesizedStack, T> judge)
    {
        var elements = stack.File[Element.Kind]![Element.Type]!.AsObject();
        var (place, old) = (elements.IndexOf(Element.LogicalId), elements[Element.LogicalId]);
        elements.RemoveAt(place);
        if (Body is not null)
        {
            elements.Insert(place, Element.LogicalId, Body.DeepClone());
        }

        try
        {
            return judge(stack.Again());
        }
        finally
        {
            elements.Remove(Element.LogicalId);
            elements.Insert(place, Element.LogicalId, old);
        }
    }

    private static IEnumerable<(string Path, string What, JsonNode? Node)> Alterations(JsonNode? node) => node switch
    {
        JsonObject block => block.ToArray().SelectMany(pair => Below(pair.Key, pair.Value, changed => With(block.DeepClone().AsObject(), pair.Key, changed), () => Without(block, pair.Key))),
        JsonArray list => list.ToArray().SelectMany((item, index) =>
            Below(index.ToString(CultureInfo.InvariantCulture), item, changed => With(list.DeepClone().AsArray(), index, changed), () => Without(list, index))),
        JsonValue value => Values(value).Select(each => (each.Path, each.What, (JsonNode?)each.Node)),
        _ => [],
    };

    private static IEnumerable<(string Path, string What, JsonNode? Node)> Below(string step, JsonNode? child, Func<JsonNode?, JsonNode> with, Func<JsonNode> without) =>
        Alterations(child).Select(each => (Attributes.Join(step, each.Path), each.What, (JsonNode?)with(each.Node))).Prepend((step, "gone", without()));

    private static IEnumerable<(string Path, string What, JsonNode Node)> Values(JsonValue value)
    {
        if (value.TryGetValue<bool>(out var flag))
        {
            return [("", "changed", JsonValue.Create(!flag))];
        }

        if (value.TryGetValue<decimal>(out var number))
        {
            return [("", "changed", JsonValue.Create(number + 1))];
        }

        var text = value.GetValue<string>();
        return Document.Parse(text) is { } document
            ? Alterations(document).Select(each => (each.Path, each.What, (JsonNode)JsonValue.Create(Document.Write(each.Node!))))
            : Texts(text);
    }

    /// <summary>Another one, and the other region's.</summary>
    private static IEnumerable<(string, string, JsonNode)> Texts(string text)
    {
        yield return ("", "changed", JsonValue.Create($"other-{text}"));
        var elsewhere = Places.Aggregate(text, (said, place) => said.Replace(place.Standby, place.Other, StringComparison.Ordinal));
        if (elsewhere != text)
        {
            yield return ("", "elsewhere", JsonValue.Create(elsewhere));
        }
    }

    private static JsonObject With(JsonObject block, string key, JsonNode? value)
    {
        block[key] = value;
        return block;
    }

    private static JsonArray With(JsonArray list, int index, JsonNode? value)
    {
        list[index] = value;
        return list;
    }

    private static JsonObject Without(JsonObject block, string key)
    {
        var copy = block.DeepClone().AsObject();
        copy.Remove(key);
        return copy;
    }

    private static JsonArray Without(JsonArray list, int index)
    {
        var copy = list.DeepClone().AsArray();
        copy.RemoveAt(index);
        return copy;
    }

    private static JsonObject WithMetadata(Element element, JsonObject body) => With(body, "//", element.Body["//"]!.DeepClone());
}
