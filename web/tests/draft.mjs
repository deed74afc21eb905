// Drafts for the tests: a long one without end of variation, and a Word document.

import { crc32 } from "node:zlib";

const NUMERALS = "一二三四五六七八九十";
const PLACES = ["临河", "东坪", "石桥", "青湖", "南岭", "云台", "长风", "安平"];
const WORKS = ["农田灌溉", "道路养护", "社区养老", "河道治理", "校舍修缮", "医疗救助", "就业培训", "垃圾分类"];
const ENDS = ["取得明显成效", "惠及群众较多", "按期完成任务", "形成长效机制"];

/** An invented report of about `characters` characters, with a few slips in it. */
export const longDraft = (characters) => {
  const lines = ["青湖区2024年工作总结", ""];
  let length = 0;
  for (let at = 0; length < characters; at++) {
    const place = PLACES[(at * 5) % PLACES.length];
    const work = WORKS[(at * 3 + Math.floor(at / 8)) % WORKS.length];
    const end = ENDS[(at * 7 + Math.floor(at / 32)) % ENDS.length];
    const count = 100 + ((at * 37) % 900);
    const line =
      at % 40 === 0
        ? `${NUMERALS[(at / 40) % 10]}、扎实推进${place}${work}工作`
        : `第${at}项，${place}街道围绕${work}开展走访${count}次，收集意见${count + at}条，办结${count + at - 7}条，${end}。` +
          `${place}街道同时组织第${at}批业务骨干到${PLACES[at % 8]}街道交流学习，把好做法带回来${at % 97 === 0 ? ",并加以推广" : "，并加以推广"}。`;
    lines.push(line);
    length += line.length;
  }
  return `${lines.join("\n")}\n`;
};

/** A zip file of `files`, stored without compression. */
const zip = (files) => {
  const parts = [];
  const index = [];
  let at = 0;
  for (const [name, content] of files) {
    const nameBytes = Buffer.from(name);
    const bytes = Buffer.from(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, nameBytes, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    index.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, nameBytes]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
};

const OFFICE = "http://schemas.openxmlformats.org";

/** A Word document of `paragraphs`. */
export const word = (paragraphs) => {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join("");
  return zip([
    [
      "[Content_Types].xml",
      `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ],
    [
      "word/document.xml",
      `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${OFFICE}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ],
  ]);
};
