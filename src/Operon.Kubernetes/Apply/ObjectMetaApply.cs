using System.Text.Json;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Name and namespace of an object to apply, and the metadata to own. Labels and annotations are owned one by one, finalizers and owner references too.</summary>
public sealed class ObjectMetaApply : ApplyForm
{
    private static readonly string[] _names = ["annotations", "finalizers", "labels", "ownerReferences", "resourceVersion", "uid"];
    private IReadOnlyDictionary<string, string>? _annotations;
    private IReadOnlyList<string>? _finalizers;
    private IReadOnlyDictionary<string, string>? _labels;
    private IReadOnlyList<V1OwnerReference>? _ownerReferences;
    private string? _resourceVersion;
    private string? _uid;

    internal ObjectMetaApply(string name, string? namespaceName)
    {
        Name = name;
        Namespace = namespaceName;
    }

    /// <summary>Name of the object.</summary>
    public string Name { get; }

    /// <summary>Namespace of the object; null for cluster-scoped kinds, and until a bound client or the owner fills it.</summary>
    public string? Namespace { get; set; }

    /// <summary>Annotations to own.</summary>
    public IReadOnlyDictionary<string, string>? Annotations
    {
        get => _annotations;
        set
        {
            _annotations = value;
            Mark(0);
        }
    }

    /// <summary>Finalizers to own.</summary>
    public IReadOnlyList<string>? Finalizers
    {
        get => _finalizers;
        set
        {
            _finalizers = value;
            Mark(1);
        }
    }

    /// <summary>Labels to own.</summary>
    public IReadOnlyDictionary<string, string>? Labels
    {
        get => _labels;
        set
        {
            _labels = value;
            Mark(2);
        }
    }

    /// <summary>Owner references to own, told apart by uid.</summary>
    public IReadOnlyList<V1OwnerReference>? OwnerReferences
    {
        get => _ownerReferences;
        set
        {
            _ownerReferences = value;
            Mark(3);
        }
    }

    /// <summary>Precondition: the apply fails with Conflict unless the object has this version. Not owned.</summary>
    public string? ResourceVersion
    {
        get => _resourceVersion;
        set
        {
            _resourceVersion = value;
            Mark(4);
        }
    }

    /// <summary>Precondition: the apply fails with Conflict unless the object is this incarnation. Not owned.</summary>
    public string? Uid
    {
        get => _uid;
        set
        {
            _uid = value;
            Mark(5);
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> FieldNames => _names;

    /// <inheritdoc/>
    protected override void WriteField(int field, Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        switch (field)
        {
            case 0:
                WriteTexts(writer, _annotations);
                break;
            case 1:
                ApplyValues.WriteList(writer, _finalizers, static (writer, finalizer, _) => writer.WriteStringValue(finalizer), options);
                break;
            case 2:
                WriteTexts(writer, _labels);
                break;
            case 3:
                ApplyValues.WriteList(writer, _ownerReferences, ApplyValues.Write, ClientJson.Options);
                break;
            case 4:
                writer.WriteStringValue(_resourceVersion);
                break;
            default:
                writer.WriteStringValue(_uid);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void ReadField(int field, JsonElement value, JsonSerializerOptions options)
    {
        switch (field)
        {
            case 0:
                Annotations = ReadTexts(value);
                break;
            case 1:
                Finalizers = ApplyValues.ReadList(value, static (item, _) => item.GetString()!, options);
                break;
            case 2:
                Labels = ReadTexts(value);
                break;
            case 3:
                OwnerReferences = ApplyValues.ReadList(value, ApplyValues.Read<V1OwnerReference>, ClientJson.Options)!;
                break;
            case 4:
                ResourceVersion = value.GetString();
                break;
            default:
                Uid = value.GetString();
                break;
        }
    }

    private protected override void WriteFields(Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        writer.WriteString("name"u8, Name);
        if (Namespace is not null)
        {
            writer.WriteString("namespace"u8, Namespace);
        }

        base.WriteFields(writer, options);
    }

    private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? texts) =>
        ApplyValues.WriteMap(writer, texts, static (writer, text, _) => writer.WriteStringValue(text), ClientJson.Options);

    private static IReadOnlyDictionary<string, string>? ReadTexts(JsonElement value) => ApplyValues.ReadMap(value, static (item, _) => item.GetString()!, ClientJson.Options);
}
